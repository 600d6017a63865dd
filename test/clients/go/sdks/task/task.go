// Package task is what both clients have in common: the calls they make, and the report they print.
//
// Usage of each: CALLS (URL | COMMAND [ARGUMENT ...]), where CALLS is a JSON list of {id, name, arguments}. With a URL
// the token is in MCP_AUTH_TOKEN.
package task

import (
	"encoding/json"
	"log"
	"os"
	"strings"
)

// Call is one call of a tool.
type Call struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Arguments map[string]any `json:"arguments"`
}

// Report holds the names of the tools that were listed, and the text of each answer by the call's id.
type Report struct {
	Tools   []string          `json:"tools"`
	Answers map[string]string `json:"answers"`
}

// Read returns the calls to make, the server's address or command, and the token.
func Read() (calls []Call, target []string, token string) {
	Must(json.Unmarshal([]byte(os.Args[1]), &calls))
	return calls, os.Args[2:], os.Getenv("MCP_AUTH_TOKEN")
}

// IsURL tells an address from a command.
func IsURL(target []string) bool { return strings.HasPrefix(target[0], "http") }

// Print writes the report to stdout.
func (r Report) Print() { Must(json.NewEncoder(os.Stdout).Encode(r)) }

// Must ends the program with the error.
func Must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
