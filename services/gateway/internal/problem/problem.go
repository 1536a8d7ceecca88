// Package problem answers a request with an error in the shape of AIP-193: the HTTP code, the name of the gRPC code, a
// constant message, and typed details. Causes stay in the process.
package problem

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/pkg/errs/wire"
	"github.com/firstcall-health/firstcall/pkg/requestid"
)

// Failer is a response writer that wants to know which error it answers with, for the log.
type Failer interface{ Fail(err error) }

type envelope struct {
	Error shape `json:"error"`
}

type shape struct {
	Code    int               `json:"code"`
	Status  string            `json:"status"`
	Message string            `json:"message"`
	Details []json.RawMessage `json:"details"`
}

// Write answers r with err. The answer depends only on what err lets its caller know, on the request id, and, for
// ETAG_MISMATCH, on whether the request carried If-Match.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	if f, ok := w.(Failer); ok {
		f.Fail(err)
	}
	e := errs.From(err)
	status := Status(e)
	if e.Reason == errs.ReasonETagMismatch && r.Header.Get("If-Match") != "" {
		status = http.StatusPreconditionFailed
	}
	body := encode(e, status, requestid.From(r.Context()))

	h := w.Header()
	h.Del("Trailer")
	h.Del("Transfer-Encoding")
	h.Del("ETag")
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if e.RetryAfter > 0 {
		h.Set("Retry-After", retryAfter(e.RetryAfter))
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="firstcall"`)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that went away is no fault
}

// encode never fails: a detail that cannot be encoded is left out.
func encode(e *errs.Error, status int, requestID string) []byte {
	details := make([]json.RawMessage, 0, 3)
	for _, packed := range wire.ToStatus(e).Proto().GetDetails() {
		details = appendDetail(details, packed)
	}
	if requestID != "" {
		details = appendMessage(details, &errdetails.RequestInfo{RequestId: requestID})
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(envelope{shape{Code: status, Status: e.Code.String(), Message: e.Message, Details: details}})
	return out.Bytes()
}

func appendMessage(details []json.RawMessage, m proto.Message) []json.RawMessage {
	packed, err := anypb.New(m)
	if err != nil {
		return details
	}
	return appendDetail(details, packed)
}

// appendDetail compacts what protojson writes, whose spaces differ from build to build.
func appendDetail(details []json.RawMessage, packed *anypb.Any) []json.RawMessage {
	text, err := protojson.Marshal(packed)
	if err != nil {
		return details
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return details
	}
	return append(details, compact.Bytes())
}

// retryAfter is whole seconds, rounded up, so that whoever waits that long has waited long enough.
func retryAfter(d time.Duration) string {
	return strconv.Itoa(int(math.Ceil(d.Seconds())))
}
