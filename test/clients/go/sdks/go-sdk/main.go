// Lists and calls every tool with the official Go SDK, and prints what it got as JSON.
// Usage: go-sdk CALLS (URL | COMMAND [ARGUMENT ...]), where CALLS is a JSON list of {id, name, arguments}.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type call struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Arguments map[string]any `json:"arguments"`
}

type report struct {
	Tools   []string          `json:"tools"`
	Answers map[string]string `json:"answers"`
}

type bearer string

func (token bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer "+string(token))
	return http.DefaultTransport.RoundTrip(request)
}

func main() {
	var calls []call
	must(json.Unmarshal([]byte(os.Args[1]), &calls))
	ctx := context.Background()
	target := os.Args[2:]
	var transport mcp.Transport = &mcp.CommandTransport{Command: exec.Command(target[0], target[1:]...)}
	if strings.HasPrefix(target[0], "http") {
		client := &http.Client{Transport: bearer(os.Getenv("MCP_AUTH_TOKEN"))}
		transport = &mcp.StreamableClientTransport{Endpoint: target[0], HTTPClient: client}
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "go-sdk", Version: "1"}, nil).Connect(ctx, transport, nil)
	must(err)
	defer session.Close()

	listed, err := session.ListTools(ctx, nil)
	must(err)
	_, err = session.ListResources(ctx, nil)
	must(err)
	_, err = session.ListResourceTemplates(ctx, nil)
	must(err)
	_, err = session.ListPrompts(ctx, nil)
	must(err)
	out := report{Answers: map[string]string{}}
	for _, tool := range listed.Tools {
		out.Tools = append(out.Tools, tool.Name)
	}
	for _, c := range calls {
		result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: c.Name, Arguments: c.Arguments})
		must(err)
		for _, content := range result.Content {
			out.Answers[c.ID] += content.(*mcp.TextContent).Text
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
