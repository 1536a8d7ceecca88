package logging_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/firstcall-health/firstcall/pkg/logging"
)

func capture(t *testing.T, level string) (*zap.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	log, err := logging.New(logging.Config{Level: level, Output: &out})
	require.NoError(t, err)
	return log, &out
}

func TestLine(t *testing.T) {
	t.Parallel()
	log, out := capture(t, "")
	log.Debug("quiet")
	log.With(zap.String("request_id", "req-1")).Info("call",
		zap.String("method", "/firstcall.intake.v1.PublicIntakeService/BookConsultation"),
		zap.Float64("duration_ms", 1.5), zap.Strings("role", []string{"FRONT_DESK"}), zap.Int("count", 3),
		zap.Bool("name", true), zap.Duration("limit", time.Second), zap.Skip())
	var line map[string]any
	require.NoError(t, json.Unmarshal(out.Bytes(), &line))
	require.NotEmpty(t, line["time"])
	delete(line, "time")
	require.Equal(t, map[string]any{
		"level": "info", "message": "call", "request_id": "req-1",
		"method":      "/firstcall.intake.v1.PublicIntakeService/BookConsultation",
		"duration_ms": 1.5, "role": []any{"FRONT_DESK"}, "count": 3.0, "name": true, "limit": 1000.0,
	}, line)
}

type person struct{ Name string }

func (p person) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddString("name", p.Name)
	return nil
}

func (p person) String() string { return p.Name }

// What nobody should write, and what has to be harmless when somebody does.
//
//nolint:forbidigo // that is the point
var (
	anything  = zap.Any
	reflected = zap.Reflect
)

// secrets are what no line may ever hold, in any of the ways a line could be made to hold it.
func secrets() []string {
	return []string{
		"jane.doe+x@example.org", "+12125550100", "(212) 555-0100", "212-555-0100", "212.555.0100", "2125550100",
		"+44 20 7946 0958", "1-212-555-0100", "jané@exämple.org",
		"q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
		"eyJzdWIiOiJzdGFmZi8xIiwicm9sZXMiOlsiQURNSU4iXX0.q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
	}
}

func TestCanary(t *testing.T) {
	t.Parallel()
	for _, secret := range secrets() {
		log, out := capture(t, "debug")
		log = logging.From(logging.With(t.Context(), log))
		err := fmt.Errorf("read row: %w", errors.New("no such contact "+secret+" here"))
		log.Info("asked for "+secret, zap.Error(err))
		log.Info("known key", zap.String("resource", secret), zap.ByteString("stack", []byte("x "+secret)))
		log.Info("unknown key", zap.String("phone", secret), anything("client", person{secret}))
		log.Info("known key, object", anything("resource", person{secret}), zap.Stringer("state", person{secret}))
		log.Info("lists", zap.Strings("role", []string{secret}), zap.Errors("error", []error{err}))
		log.Info("reflection", reflected("name", map[string]string{"a": secret}))
		log.Info("inline", zap.Inline(person{secret}))
		log.With(zap.String("name", secret), zap.String("email", secret)).Warn("with")
		log.WithLazy(zap.String("kind", secret)).Named("n").Error("lazy")
		log.Sugar().Infow("sugar", "status", secret, "other", secret)
		require.Equal(t, 10, strings.Count(out.String(), "\n"))
		if strings.Contains(secret, "_") || len(secret) > 40 {
			// A stack is spared the pattern for secrets, which long function names match.
			require.Equal(t, 1, strings.Count(out.String(), secret))
			continue
		}
		require.NotContains(t, out.String(), secret)
	}
}

func TestDroppedKeysAreNamed(t *testing.T) {
	t.Parallel()
	log, out := capture(t, "info")
	log.Info("x", zap.String("phone", "1"), zap.String("phone", "2"), anything("jane@example.org", 1))
	require.Contains(t, out.String(), `"dropped":["phone","[email]"]`)
}

func TestScrubSpares(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"2026-11-22T10:00:00.123456Z", "k3jq5mvn2xw7ypa4rtzb6hdc2e", "127.0.0.1:5432", "SQLSTATE 23P01",
		"appointments/k3jq5mvn2xw7ypa4rtzb6hdc2e", "google.golang.org/grpc@v1.85.0/server.go:1234",
		"/firstcall.scheduling.v1.PublicSchedulingService/ListAvailableSlots", "took 1234567 of 7654321",
	} {
		require.Equal(t, text, logging.Scrub(text))
	}
}

type nilError struct{ text string }

func (e *nilError) Error() string { return e.text }

func TestAnErrorWithoutText(t *testing.T) {
	t.Parallel()
	log, out := capture(t, "info")
	var err *nilError
	log.Info("x", zap.NamedError("error", err))
	require.Contains(t, out.String(), "an error of type *logging_test.nilError without text")
}

func TestLevels(t *testing.T) {
	t.Parallel()
	log, out := capture(t, "error")
	log.Warn("x")
	require.Empty(t, out.String())
	for _, bad := range []string{"loud", "fatal", "panic"} {
		_, err := logging.New(logging.Config{Level: bad})
		require.Error(t, err)
	}
}

func TestContextWithoutLogger(t *testing.T) {
	t.Parallel()
	logging.From(t.Context()).Info("goes nowhere")
}

func FuzzScrub(f *testing.F) {
	for _, s := range secrets() {
		f.Add("a", s)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		require.NotContains(t, logging.Scrub(before+" jane@example.org "+after), "jane@example.org")
	})
}
