package edge

import "net/http"

// response remembers what was answered, for the log.
type response struct {
	http.ResponseWriter
	status int
	err    error
	route  string
	// quiet requests leave no trace: who looks for help in a crisis is neither logged nor counted.
	quiet bool
}

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Fail implements problem.Failer.
func (w *response) Fail(err error) { w.err = err }

// Unwrap lets http.ResponseController reach the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// label says which route answers, without anything a client chose.
func label(w http.ResponseWriter, route string) {
	if r, ok := w.(*response); ok {
		r.route = route
	}
}

// hush makes the request leave no trace in the log and the metrics.
func hush(w http.ResponseWriter) {
	if r, ok := w.(*response); ok {
		r.quiet = true
	}
}

// connection is the server's own response writer, which ends the connection of a client that sends too much.
func connection(w http.ResponseWriter) http.ResponseWriter {
	if r, ok := w.(*response); ok {
		return r.ResponseWriter
	}
	return w
}
