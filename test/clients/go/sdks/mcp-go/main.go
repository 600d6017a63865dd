// Lists and calls every tool with mark3labs/mcp-go, and prints what it got as JSON.
// Usage: mcp-go CALLS (URL | COMMAND [ARGUMENT ...]), where CALLS is a JSON list of {id, name, arguments}.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"
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

func main() {
	var calls []call
	must(json.Unmarshal([]byte(os.Args[1]), &calls))
	ctx := context.Background()
	target := os.Args[2:]
	var channel transport.Interface = transport.NewStdio(target[0], os.Environ(), target[1:]...)
	if strings.HasPrefix(target[0], "http") {
		headers := map[string]string{"Authorization": "Bearer " + os.Getenv("MCP_AUTH_TOKEN")}
		http, err := transport.NewStreamableHTTP(target[0], transport.WithHTTPHeaders(headers))
		must(err)
		channel = http
	}
	server := client.NewClient(channel)
	must(server.Start(ctx))
	defer server.Close()
	hello := mcp.InitializeRequest{}
	hello.Params.ProtocolVersion = mcp.LATEST_PROTOCOL_VERSION
	hello.Params.ClientInfo = mcp.Implementation{Name: "mcp-go", Version: "1"}
	_, err := server.Initialize(ctx, hello)
	must(err)

	listed, err := server.ListTools(ctx, mcp.ListToolsRequest{})
	must(err)
	_, err = server.ListResources(ctx, mcp.ListResourcesRequest{})
	must(err)
	_, err = server.ListResourceTemplates(ctx, mcp.ListResourceTemplatesRequest{})
	must(err)
	_, err = server.ListPrompts(ctx, mcp.ListPromptsRequest{})
	must(err)
	out := report{Answers: map[string]string{}}
	for _, tool := range listed.Tools {
		out.Tools = append(out.Tools, tool.Name)
	}
	for _, c := range calls {
		request := mcp.CallToolRequest{}
		request.Params.Name = c.Name
		request.Params.Arguments = c.Arguments
		result, err := server.CallTool(ctx, request)
		must(err)
		for _, content := range result.Content {
			text, _ := mcp.AsTextContent(content)
			out.Answers[c.ID] += text.Text
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(out))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
