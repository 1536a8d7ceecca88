package mail_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

func TestFileSender(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	s, err := mail.NewFileSender(dir, newRenderer(t))
	require.NoError(t, err)
	first := message(mail.ConsultationConfirmed)
	second := message(mail.ConsultationMoved, func(m *mail.Message) { m.MessageID = "other@hudson.example" })
	for range 2 { // sending again is the same message
		require.NoError(t, s.Send(t.Context(), first))
	}
	require.NoError(t, s.Send(t.Context(), second))

	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 2)
	subjects := map[string]bool{}
	for _, entry := range entries {
		require.Regexp(t, `^[a-z2-7]{26}\.eml$`, entry.Name(), "a name that says nothing")
		info, err := entry.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
		subjects[parse(t, data).subject] = true
	}
	require.Equal(t, map[string]bool{"Call confirmed – Hudson Office": true, "Call moved – Hudson Office": true}, subjects)
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
}

func TestFileSenderReportsWhatItCannotDo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "mail")
	s, err := mail.NewFileSender(dir, newRenderer(t))
	require.NoError(t, err)

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Send(gone, message(mail.ConsultationConfirmed)), context.Canceled)

	var failed *mail.Error
	require.ErrorAs(t, s.Send(t.Context(), message("")), &failed)
	require.Equal(t, "render", failed.Stage)
	require.True(t, failed.Permanent)

	require.NoError(t, os.RemoveAll(dir))
	require.ErrorAs(t, s.Send(t.Context(), message(mail.ConsultationConfirmed)), &failed)
	require.Equal(t, "store", failed.Stage)
	require.False(t, failed.Permanent, "worth another try")

	require.NoError(t, os.WriteFile(dir, nil, 0o600))
	_, err = mail.NewFileSender(dir, newRenderer(t))
	require.Error(t, err)
}
