// Command mcp-go lists and calls every tool with mark3labs/mcp-go.
package main

import (
	"context"
	"os"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"

	"sdk-clients/task"
)

func main() {
	ctx := context.Background()
	calls, target, token := task.Read()
	var channel transport.Interface = transport.NewStdio(target[0], os.Environ(), target[1:]...)
	if task.IsURL(target) {
		headers := map[string]string{"Authorization": "Bearer " + token}
		http, err := transport.NewStreamableHTTP(target[0], transport.WithHTTPHeaders(headers))
		task.Must(err)
		channel = http
	}
	server := client.NewClient(channel)
	task.Must(server.Start(ctx))
	defer server.Close()
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion = mcp.LATEST_PROTOCOL_VERSION
	hello.Params.ClientInfo = mcp.Implementation{Name: "mcp-go", Version: "1"}
	_, err := server.Initialize(ctx, hello)
	task.Must(err)

	listed, err := server.ListTools(ctx, mcp.ListToolsRequest{})
	task.Must(err)
	_, err = server.ListResources(ctx, mcp.ListResourcesRequest{})
	task.Must(err)
	_, err = server.ListResourceTemplates(ctx, mcp.ListResourceTemplatesRequest{})
	task.Must(err)
	_, err = server.ListPrompts(ctx, mcp.ListPromptsRequest{})
	task.Must(err)
	report := task.Report{Answers: map[string]string{}}
	for _, tool := range listed.Tools {
		report.Tools = append(report.Tools, tool.Name)
	}
	for _, call := range calls {
		request := mcp.CallToolRequest{}
		request.Params.Name = call.Name
		request.Params.Arguments = call.Arguments
		result, err := server.CallTool(ctx, request)
		task.Must(err)
		for _, content := range result.Content {
			text, _ := mcp.AsTextContent(content)
			report.Answers[call.ID] += text.Text
		}
	}
	report.Print()
}
