package edge

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway/internal/jsonbody"
	"github.com/firstcall-health/firstcall/services/gateway/internal/problem"
	"github.com/firstcall-health/firstcall/services/gateway/internal/route"
)

// body is a request body that was read whole. The codec decodes it in place and leaves behind what was wrong with it.
type body struct {
	bytes.Reader
	text []byte
	desc protoreflect.MessageDescriptor
	err  error

	buffer *bytes.Buffer
}

// Close implements io.Closer.
func (b *body) Close() error { return nil }

//nolint:gochecknoglobals // buffers are used again
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (b *body) release() {
	b.buffer.Reset()
	buffers.Put(b.buffer)
}

// readBody reads the body of a route that takes one; it returns nil for the others. No body is an empty object.
func (a *api) readBody(w http.ResponseWriter, r *http.Request, rt *route.Route) (*body, error) {
	if rt.Body == nil {
		return nil, nil
	}
	if err := checkType(r, "application/json"); err != nil {
		return nil, err
	}
	if r.ContentLength > a.maxBody {
		return nil, problem.BodyTooLarge(a.maxBody)
	}
	buffer, _ := buffers.Get().(*bytes.Buffer)
	b := &body{desc: rt.Body, buffer: buffer}
	if err := b.fill(w, r, a.maxBody); err != nil {
		b.release()
		return nil, err
	}
	b.Reset(b.text)
	if rt.Method == http.MethodPatch {
		// The field mask is read from the text, so the text is judged before anybody else reads it.
		if wrong := jsonbody.Check(b.text, b.desc); len(wrong) > 0 {
			b.release()
			return nil, errs.Invalid(wrong...)
		}
	}
	return b, nil
}

func (b *body) fill(w http.ResponseWriter, r *http.Request, limit int64) error {
	if _, err := b.buffer.ReadFrom(http.MaxBytesReader(connection(w), r.Body, limit)); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return problem.BodyTooLarge(limit)
		}
		return errs.Invalid(errs.Field(jsonbody.Root, "ended early")).Wrap(err)
	}
	b.text = b.buffer.Bytes()
	if len(b.text) == 0 {
		b.text = []byte("{}")
	} else if len(r.Header["Content-Type"]) == 0 {
		return problem.UnsupportedMediaType()
	}
	return b.match(r)
}

// match puts the version of If-Match where the body would have it. The precondition of a call that has no version to
// compare is refused, not ignored.
func (b *body) match(r *http.Request) error {
	etag, err := precondition(r, b.desc.Fields().ByName("etag"))
	if err != nil || etag == "" {
		return err
	}
	start := bytes.IndexByte(b.text, '{') + 1
	if start == 0 {
		return nil // no object: refused when it is decoded
	}
	separator := ","
	if rest := bytes.TrimLeft(b.text[start:], " \t\r\n"); len(rest) > 0 && rest[0] == '}' {
		separator = ""
	}
	b.text = bytes.Join([][]byte{b.text[:start], []byte(`"etag":"` + etag + `"` + separator), b.text[start:]}, nil)
	return nil
}

// matchQuery puts the version of If-Match where a call without a body has it, the query.
func matchQuery(r, inner *http.Request, rt *route.Route) error {
	if rt.Body != nil || rt.Method == http.MethodGet {
		return nil
	}
	etag, err := precondition(r, rt.Query["etag"])
	if err != nil || etag == "" {
		return err
	}
	changed := *inner.URL
	changed.RawQuery = strings.TrimPrefix(changed.RawQuery+"&etag="+url.QueryEscape(etag), "&")
	inner.URL = &changed
	return nil
}

// precondition is the version in If-Match, "" when there is none. field is where the call takes a version, nil when it
// takes none.
func precondition(r *http.Request, field protoreflect.FieldDescriptor) (string, error) {
	header := r.Header.Values("If-Match")
	if len(header) == 0 || (len(header) == 1 && header[0] == "*") {
		return "", nil
	}
	etag, ok := strongTag(header)
	if !ok || field == nil || field.Kind() != protoreflect.StringKind {
		return "", errs.Invalid(errs.Field("If-Match", "must be one strong entity tag, on a call that takes an etag"))
	}
	return etag, nil
}

// checkType takes the JSON types of a route and nothing that merely contains one: such a type a browser sends across
// origins.
func checkType(r *http.Request, taken ...string) error {
	if len(r.Header["Content-Encoding"]) > 0 {
		return problem.UnsupportedMediaType()
	}
	types := r.Header["Content-Type"]
	if len(types) == 0 || (len(types) == 1 && slices.Contains(taken, types[0])) {
		return nil // without a type only an empty body is taken
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || len(types) > 1 || !slices.Contains(taken, media) {
		return problem.UnsupportedMediaType()
	}
	for name, value := range params {
		if name != "charset" || !strings.EqualFold(value, "utf-8") {
			return problem.UnsupportedMediaType()
		}
	}
	return nil
}

var _ io.ReadCloser = (*body)(nil)
