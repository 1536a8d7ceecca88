package gateway_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	intakev1 "github.com/firstcall-health/firstcall/gen/go/firstcall/intake/v1"
	"github.com/firstcall-health/firstcall/pkg/errs"
	"github.com/firstcall-health/firstcall/services/gateway"
	"github.com/firstcall-health/firstcall/services/gateway/internal/limit"
)

func limited(c *gateway.Config) { c.RateLimits, c.TrustedProxies = true, 1 }

func rate(bucket limit.Bucket) int { return limit.Rates()[bucket].Count }

// until sends until it is refused, and returns how often it was not.
func until(t *testing.T, send func(i int) answer) (int, answer) {
	t.Helper()
	for i := range 1000 {
		if a := send(i); a.StatusCode == http.StatusTooManyRequests {
			return i, a
		}
	}
	return 1000, answer{}
}

func TestBucketsAreCountedApart(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	again := func(body string, i int) string { // another request, of another number
		return strings.Replace(strings.Replace(body, "0142", fmt.Sprintf("%04d", i), 1), "8a11", fmt.Sprintf("%04x", i), 1)
	}
	for _, c := range []struct {
		name string
		want int
		send func(i int) answer
	}{
		{"read", rate(limit.Read), func(int) answer { return get(t, p.public+slotsPath) }},
		{"hold", rate(limit.Hold), func(i int) answer { return post(t, p.public+"/v1/holds", again(goodHold, i)) }},
		{"book", rate(limit.Book), func(i int) answer { return post(t, p.public+"/v1/inquiries", again(goodForm, i)) }},
	} {
		p.clock.Advance(time.Minute) // every call is a read as well
		n, a := until(t, c.send)
		require.Equal(t, c.want, n, c.name)
		a.failure(t, http.StatusTooManyRequests, "RATE_LIMITED")
		wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
		require.NoError(t, err)
		require.Positive(t, wait)
		p.clock.Advance(time.Duration(wait) * time.Second)
		require.NotEqual(t, http.StatusTooManyRequests, c.send(999).StatusCode, "after the time that was named")
	}
}

func TestTriesAtACode(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	code := func(int) answer {
		return post(t, p.public+"/v1/consultations:lookup", `{"confirmationCode":"ABCDEFGH","phone":"2125550142"}`)
	}
	n, a := until(t, code)
	require.Equal(t, rate(limit.Lookup), n)
	a.failure(t, http.StatusTooManyRequests, "RATE_LIMITED")
	post(t, p.public+"/v1/consultations:lookup", `{"token":"link"}`).failure(t, http.StatusNotFound, "LINK_NOT_FOUND")
}

func TestOneNumberAsksSoOften(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	spellings := []string{"+1 212 555 0142", "2125550142", "(212) 555-0142", "12125550142", "212.555.0142", "+12125550142"}
	n, _ := until(t, func(i int) answer {
		body := strings.Replace(goodForm, "+1 212 555 0142", spellings[i%len(spellings)], 1)
		body = strings.Replace(body, "8a11", fmt.Sprintf("%04x", i), 1)
		return post(t, p.public+"/v1/inquiries", body, "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
	})
	require.Equal(t, rate(limit.Contact), n)

	p = start(t, limited)
	for range rate(limit.Contact) + 1 {
		require.Equal(t, http.StatusOK, post(t, p.public+"/v1/inquiries", goodForm).StatusCode, "the same request again is free")
	}
}

func TestMistakesCostNoBooking(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	for range 2 * rate(limit.Book) {
		post(t, p.public+"/v1/inquiries", `{"foo":1}`).failure(t, http.StatusBadRequest, "INVALID_FIELDS")
	}
	require.Equal(t, http.StatusOK, post(t, p.public+"/v1/inquiries", goodForm).StatusCode)
}

func TestSources(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	var i int
	hold := func(from string) int {
		i++
		body := strings.Replace(goodHold, "8a11", fmt.Sprintf("%04x", i), 1)
		return post(t, p.public+"/v1/holds", body, "X-Forwarded-For", from).StatusCode
	}
	for range rate(limit.Hold) {
		require.Equal(t, http.StatusOK, hold("6.6.6.6, 2001:db8:1:1::1"))
	}
	require.Equal(t, http.StatusTooManyRequests, hold("7.7.7.7, 2001:db8:1:1::1"), "what the client wrote does not count")
	require.Equal(t, http.StatusTooManyRequests, hold("2001:db8:1:1:ffff::2"), "one /64 is one source")
	require.Equal(t, http.StatusOK, hold("2001:db8:1:2::1"))
	require.Equal(t, http.StatusOK, hold("nonsense"), "the peer counts then")
}

// Who is told a few times that a number may have a call is told nothing more for a while, whatever the number; others
// are.
func TestNobodyLearnsManyNumbers(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	p.submit = func(context.Context, *intakev1.SubmitInquiryRequest) (*intakev1.SubmitInquiryResponse, error) {
		return nil, errs.New(errs.AlreadyExists, "CALL_ALREADY_OPEN", "there may be a call")
	}
	var i int
	ask := func(from string) answer {
		i++
		body := strings.Replace(strings.Replace(goodForm, "0142", fmt.Sprintf("%04d", i), 1), "8a11", fmt.Sprintf("%04x", i), 1)
		return post(t, p.public+"/v1/inquiries", body, "X-Forwarded-For", from)
	}
	for range rate(limit.Known) {
		ask("203.0.113.9").failure(t, http.StatusConflict, "CALL_ALREADY_OPEN")
	}
	p.submit = nil
	for range 3 {
		ask("203.0.113.9").failure(t, http.StatusTooManyRequests, "RATE_LIMITED")
	}
	require.Equal(t, http.StatusOK, ask("203.0.113.10").StatusCode)
	p.clock.Advance(time.Hour)
	require.Equal(t, http.StatusOK, ask("203.0.113.9").StatusCode)
}

func TestNobodyIsLimitedWithoutLimits(t *testing.T) {
	t.Parallel()
	p := start(t)
	n, _ := until(t, func(int) answer { return post(t, p.public+"/v1/holds", goodHold) })
	require.Equal(t, 1000, n)
}

func TestPagesAreLimitedToo(t *testing.T) {
	t.Parallel()
	p := start(t, limited)
	n, a := until(t, func(int) answer { return get(t, p.public+"/privacy") })
	require.Equal(t, rate(limit.Read), n)
	require.Contains(t, a.Header.Get("Content-Type"), "text/html")
	require.NotEmpty(t, a.Header.Get("Retry-After"))
	require.Equal(t, http.StatusOK, get(t, p.public+"/crisis").StatusCode, "help is never limited")
}
