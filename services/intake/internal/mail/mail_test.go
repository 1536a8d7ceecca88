package mail_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

const sender = "office@hudson.example"

var (
	now       = time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	kinds     = []mail.Kind{mail.ConsultationConfirmed, mail.ConsultationMoved, mail.ConsultationCancelled, mail.FirstSessionConfirmed, mail.FirstSessionMoved, mail.FirstSessionCancelled}
	locales   = []string{"en-US", "es-US"}
	modes     = []string{mail.ModePhone, mail.ModeVideo, mail.ModeInPerson}
	manageURL = "https://go.hudson.example/m#t=4fzUZ8Tn0-Qd6JmXk1sYb2wPq7RvLcHgE9oNaKuI3xM"
)

func newRenderer(t *testing.T) *mail.Renderer {
	t.Helper()
	r, err := mail.NewRenderer(sender, clock.NewFake(now))
	require.NoError(t, err)
	return r
}

// message is a message of the kind with every field set.
func message(kind mail.Kind, change ...func(*mail.Message)) mail.Message {
	m := mail.Message{
		Kind:      kind,
		To:        "ana@example.com",
		StartTime: time.Date(2026, 11, 24, 19, 20, 0, 0, time.UTC),
		EndTime:   time.Date(2026, 11, 24, 19, 30, 0, 0, time.UTC),
		TimeZone:  "America/New_York", PracticeShortName: "Hudson Office", PracticePhone: "+1 212 555 0100",
		ManageURL: manageURL, Code: "7K2M9QXD",
		UID: "mfzwizltoqqgcidumvzxiidbnu@hudson.example", Sequence: 2,
		MessageID: "onxw2zjanfzsa3lfonzwcz3fea@hudson.example",
		Locale:    "en-US", Mode: mail.ModePhone,
	}
	for _, c := range change {
		c(&m)
	}
	return m
}

// everyMessage is one message of every kind, locale and mode.
func everyMessage() []mail.Message {
	var all []mail.Message
	for _, kind := range kinds {
		for _, locale := range locales {
			for _, mode := range modes {
				all = append(all, message(kind, func(m *mail.Message) { m.Locale, m.Mode = locale, mode }))
			}
		}
	}
	return all
}

// rendered is a message taken apart by the standard library.
type rendered struct {
	raw     []byte
	header  netmail.Header
	subject string
	from    *netmail.Address
	parts   []part // in order: text, calendar, attachment
}

type part struct {
	mediaType string
	params    map[string]string
	fileName  string
	body      string
}

func render(t *testing.T, m mail.Message) rendered {
	t.Helper()
	raw, err := newRenderer(t).Render(m)
	require.NoError(t, err)
	return parse(t, raw)
}

func parse(t *testing.T, raw []byte) rendered {
	t.Helper()
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	require.NoError(t, err)
	subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	require.NoError(t, err)
	from, err := netmail.ParseAddress(msg.Header.Get("From"))
	require.NoError(t, err)
	r := rendered{raw: raw, header: msg.Header, subject: subject, from: from}
	r.collect(t, msg.Header.Get("Content-Type"), "", "", msg.Body)
	return r
}

// collect walks into multiparts and keeps the leaves, decoded.
func (r *rendered) collect(t *testing.T, contentType, encoding, fileName string, body io.Reader) {
	t.Helper()
	mediaType, params, err := mime.ParseMediaType(contentType)
	require.NoError(t, err)
	if strings.HasPrefix(mediaType, "multipart/") {
		for parts := multipart.NewReader(body, params["boundary"]); ; {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			require.NoError(t, err)
			r.collect(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.FileName(), p)
		}
	}
	switch encoding {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	default:
		require.Equal(t, "8bit", encoding)
	}
	data, err := io.ReadAll(body)
	require.NoError(t, err)
	r.parts = append(r.parts, part{mediaType, params, fileName, string(data)})
}

func (r rendered) text() string { return strings.ReplaceAll(r.parts[0].body, "\r\n", "\n") }
func (r rendered) ics() string  { return r.parts[1].body }
