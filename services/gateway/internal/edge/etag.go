package edge

import (
	"context"
	"net/http"
	"strings"

	"google.golang.org/protobuf/proto"
)

// forwardETag puts the version of a single resource into the ETag header, and answers a read that names the same
// version with 304.
func forwardETag(ctx context.Context, w http.ResponseWriter, m proto.Message) error {
	var resource any = m
	if wrapped, ok := m.(interface{ XXX_ResponseBody() any }); ok {
		resource = wrapped.XXX_ResponseBody()
	}
	versioned, ok := resource.(interface{ GetEtag() string })
	if !ok || !tagText(versioned.GetEtag()) {
		return nil
	}
	tag := `"` + versioned.GetEtag() + `"`
	w.Header().Set("ETag", tag)
	c := callOf(ctx)
	if c != nil && c.route.Method == http.MethodGet && matches(c.request.Header.Values("If-None-Match"), tag) {
		w.Header().Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
	}
	return nil
}

// matches compares weakly, as If-None-Match asks for, and minds no missing quotes.
func matches(header []string, tag string) bool {
	for candidate := range strings.SplitSeq(strings.Join(header, ","), ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == tag || candidate == "*" || `"`+candidate+`"` == tag {
			return true
		}
	}
	return false
}

// strongTag returns the text of the one strong entity tag in an If-Match header. The quotes may be missing: the version
// of a resource has none in its JSON.
func strongTag(header []string) (string, bool) {
	if len(header) != 1 {
		return "", false
	}
	text, opened := strings.CutPrefix(strings.TrimSpace(header[0]), `"`)
	text, closed := strings.CutSuffix(text, `"`)
	return text, opened == closed && tagText(text) && (opened || !strings.HasPrefix(text, "W/"))
}

// tagText reports whether a version can stand in a header and in JSON as it is.
func tagText(text string) bool {
	if text == "" || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == ',' {
			return false
		}
	}
	return true
}
