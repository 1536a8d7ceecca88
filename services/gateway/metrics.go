package gateway

import (
	"fmt"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// newMetrics returns, for a listener's name, the observer of its requests; nil observers without a registry. Routes are
// templates, so the number of series is bounded.
func newMetrics(registry *prometheus.Registry) (func(listener string) func(string, int, time.Duration), error) {
	if registry == nil {
		return func(string) func(string, int, time.Duration) { return nil }, nil
	}
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "firstcall_http_request_seconds", Help: "Time to answer HTTP requests.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"listener", "route", "status"})
	if err := registry.Register(took); err != nil {
		return nil, fmt.Errorf("gateway metrics: %w", err)
	}
	return func(listener string) func(string, int, time.Duration) {
		return func(route string, status int, d time.Duration) {
			took.WithLabelValues(listener, route, strconv.Itoa(status)).Observe(d.Seconds())
		}
	}, nil
}
