package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// object is a JSON object.
type object = map[string]any

// answer is what an HTTP call gave.
type answer struct {
	status int
	header http.Header
	raw    []byte
	body   object
}

// httpClient keeps enough connections open for the tests that race.
var httpClient = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}

// send makes one JSON call; a transport error is returned, not judged.
func send(method, url, token string, body any) (*answer, error) {
	var reader io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, url, reader)
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := httpClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := &answer{status: resp.StatusCode, header: resp.Header, raw: raw}
	_ = json.Unmarshal(raw, &a.body)
	return a, nil
}

// call makes one JSON call that must be answered with status.
func call(t testing.TB, status int, method, url, token string, body any) object {
	t.Helper()
	a, err := send(method, url, token, body)
	require.NoError(t, err)
	require.Equal(t, status, a.status, "%s %s: %s", method, url, a.raw)
	return a.body
}

// reason is the ErrorInfo reason of an error answer.
func (a *answer) reason() string {
	failure, _ := a.body["error"].(object)
	details, _ := failure["details"].([]any)
	for _, detail := range details {
		if info, ok := detail.(object); ok && info["@type"] == "type.googleapis.com/google.rpc.ErrorInfo" {
			reason, _ := info["reason"].(string)
			return reason
		}
	}
	return ""
}

// violations are the field paths of an INVALID_FIELDS answer.
func (a *answer) violations() []string {
	var fields []string
	failure, _ := a.body["error"].(object)
	details, _ := failure["details"].([]any)
	for _, detail := range details {
		bad, ok := detail.(object)
		if !ok || bad["@type"] != "type.googleapis.com/google.rpc.BadRequest" {
			continue
		}
		list, _ := bad["fieldViolations"].([]any)
		for _, v := range list {
			field, _ := v.(object)["field"].(string)
			fields = append(fields, field)
		}
	}
	return fields
}

// at follows keys and indexes into an answer.
func at[T any](t testing.TB, value any, path ...any) T {
	t.Helper()
	for _, step := range path {
		switch key := step.(type) {
		case string:
			m, ok := value.(object)
			require.True(t, ok, "no object before %q in %v", key, path)
			value = m[key]
		case int:
			list, ok := value.([]any)
			require.True(t, ok, "no list before [%d] in %v", key, path)
			require.Greater(t, len(list), key, "%v", path)
			value = list[key]
		}
	}
	typed, ok := value.(T)
	require.True(t, ok, "%v is %T: %v", path, value, value)
	return typed
}

func mustJSON(t testing.TB, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return text
}
