package edge

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzStrongTag: whatever comes out can stand in a header and between the quotes of JSON as it is.
func FuzzStrongTag(f *testing.F) {
	for _, seed := range []string{`"v1"`, `W/"v1"`, `*`, `""`, `"a","b"`, `"`, `"a\"`, "\"\x00\"", `"é"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		text, ok := strongTag([]string{header})
		if !ok {
			return
		}
		if !strings.Contains(header, text) || !utf8.ValidString(text) || !json.Valid([]byte(`"`+text+`"`)) {
			t.Fatalf("%q gives %q", header, text)
		}
	})
}
