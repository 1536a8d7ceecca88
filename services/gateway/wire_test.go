package gateway_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// raw sends text as it is and returns the first answer's status; 0 when the connection was closed instead.
func raw(t *testing.T, base, text string) int {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, text)
	require.NoError(t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

func TestOnTheWire(t *testing.T) {
	t.Parallel()
	p := start(t)
	const json = "Host: x\r\nContent-Type: application/json\r\n"
	hold := fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(goodHold), goodHold)
	for name, c := range map[string]struct {
		text string
		want []int
	}{
		"a plain request": {"POST /v1/holds HTTP/1.1\r\n" + json + hold, []int{200}},
		"headers without end": {
			"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 40<<10) + "\r\n\r\n", []int{431},
		},
		"two lengths":         {"POST /v1/holds HTTP/1.1\r\n" + json + "Content-Length: 1\r\n" + hold, []int{400}},
		"no host":             {"GET /healthz HTTP/1.1\r\n\r\n", []int{400}},
		"another encoding":    {"POST /v1/holds HTTP/1.1\r\n" + json + "Transfer-Encoding: gzip, chunked\r\n\r\n", []int{400, 501}},
		"a space before :":    {"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n", []int{400}},
		"an absolute address": {"GET http://other/healthz HTTP/1.1\r\nHost: x\r\n\r\n", []int{200}},
		"options *":           {"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", []int{200, 204, 404, 405}},
		"connect":             {"CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n", []int{404, 405}},
		"a body cut short":    {"POST /v1/holds HTTP/1.0\r\n" + json + "\r\n", []int{200, 400}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, c.want, raw(t, p.public, c.text))
		})
	}
}
