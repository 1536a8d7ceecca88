package edge

import (
	"net/http"
	"strings"
)

const (
	// apiPolicy lets a browser do nothing at all with an answer of the API.
	apiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
	// permissions denies what no page of ours needs.
	permissions = "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
		"magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
	// strictTransport is sent where the practice serves https: two years, subdomains included.
	strictTransport = "max-age=63072000; includeSubDomains"
)

// secure sets the headers every answer has. Pages replace the ones they need otherwise.
func secure(h http.Header, https bool) {
	h["X-Content-Type-Options"] = []string{"nosniff"}
	h["Referrer-Policy"] = []string{"no-referrer"}
	h["Content-Security-Policy"] = []string{apiPolicy}
	h["Cross-Origin-Opener-Policy"] = []string{"same-origin"}
	h["Cross-Origin-Resource-Policy"] = []string{"same-origin"}
	h["Permissions-Policy"] = []string{permissions}
	h["Cache-Control"] = []string{"no-store"}
	if https {
		h["Strict-Transport-Security"] = []string{strictTransport}
	}
}

// scrub deletes what a client may say to a proxy or to gRPC, and must not say here. The address of the client has been
// read before.
func scrub(h http.Header) {
	for name := range h {
		switch {
		case strings.HasPrefix(name, "Grpc-"), strings.HasPrefix(name, "X-Forwarded-"),
			strings.HasPrefix(name, "X-Original-"), strings.HasPrefix(name, "X-Rewrite-"),
			strings.HasPrefix(name, "Firstcall-"):
			delete(h, name)
		}
	}
	for _, name := range []string{
		"Forwarded", "X-Real-Ip", "X-Http-Method-Override", "X-Http-Method", "X-Method-Override", "Te", "Trailer",
	} {
		delete(h, name)
	}
}
