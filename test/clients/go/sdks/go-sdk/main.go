// Command go-sdk lists and calls every tool with the official Go SDK.
package main

import (
	"context"
	"net/http"
	"os/exec"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"sdk-clients/task"
)

func main() {
	ctx := context.Background()
	calls, target, token := task.Read()
	var transport mcp.Transport = &mcp.CommandTransport{Command: exec.Command(target[0], target[1:]...)}
	if task.IsURL(target) {
		transport = &mcp.StreamableClientTransport{Endpoint: target[0], HTTPClient: &http.Client{Transport: bearer(token)}}
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "go-sdk", Version: "1"}, nil).Connect(ctx, transport, nil)
	task.Must(err)
	defer session.Close()

	listed, err := session.ListTools(ctx, nil)
	task.Must(err)
	_, err = session.ListResources(ctx, nil)
	task.Must(err)
	_, err = session.ListResourceTemplates(ctx, nil)
	task.Must(err)
	_, err = session.ListPrompts(ctx, nil)
	task.Must(err)
	report := task.Report{Answers: map[string]string{}}
	for _, tool := range listed.Tools {
		report.Tools = append(report.Tools, tool.Name)
	}
	for _, call := range calls {
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: call.Name, Arguments: call.Arguments})
		task.Must(err)
		for _, content := range result.Content {
			report.Answers[call.ID] += content.(*mcp.TextContent).Text
		}
	}
	report.Print()
}

type bearer string

func (token bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+string(token))
	return http.DefaultTransport.RoundTrip(request)
}
