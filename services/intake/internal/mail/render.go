package mail

import (
	"bytes"
	"net/mail"
	"strings"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"github.com/firstcall-health/firstcall/pkg/clock"
)

// attachment is the name of the calendar file.
const attachment = "invite.ics"

// Renderer turns messages into MIME. It is safe for concurrent use.
type Renderer struct {
	from  string
	clock clock.Clock
}

// NewRenderer returns a renderer of messages from the bare address from. The sender's display name is the practice's
// short name of each message.
func NewRenderer(from string, clk clock.Clock) (*Renderer, error) {
	if !isAddress(from) {
		return nil, &Error{Stage: "render", Permanent: true, Problem: "the sender is not a bare address"}
	}
	return &Renderer{from: from, clock: clk}, nil
}

// Render returns the message as it goes over the wire: plain text, the calendar event beside it, and the same event as
// a file. There is no HTML, and nothing that is fetched. Errors are *[Error].
func (r *Renderer) Render(m Message) ([]byte, error) {
	msg, err := r.message(m)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, invalid("the message cannot be written as MIME")
	}
	return b.Bytes(), nil
}

// message builds the message. Errors of the library are replaced: they quote addresses.
func (r *Renderer) message(m Message) (*gomail.Msg, error) {
	a, err := check(m)
	if err != nil {
		return nil, err
	}
	w, now := wordsFor(m.Locale), r.clock.Now()
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(&mail.Address{Name: m.PracticeShortName, Address: r.from})
	msg.ToMailAddress(&mail.Address{Address: m.To})
	msg.Subject(w.subject(m, a))
	msg.SetDateWithValue(now)
	msg.SetMessageIDWithValue(m.MessageID)
	setHeaders(msg, w)

	event := calendar(m, a, r.from, now)
	text := strings.ReplaceAll(w.body(m, a), "\n", "\r\n")
	msg.SetBodyString(gomail.TypeTextPlain, text, gomail.WithPartEncoding(encodingOf(text, gomail.EncodingQP)))
	msg.AddAlternativeString(gomail.ContentType("text/calendar; method="+string(a.method())), event,
		gomail.WithPartEncoding(encodingOf(event, gomail.EncodingQP)))
	if err := msg.AttachReader(attachment, strings.NewReader(event),
		gomail.WithFileContentType("application/ics"), // a second text/calendar would be shown as a second invitation
		gomail.WithFileEncoding(encodingOf(event, gomail.EncodingB64))); err != nil {
		return nil, invalid("the calendar file cannot be attached")
	}
	return msg, nil
}

// setHeaders adds what keeps machines quiet: no automatic answers, and no relay that counts opens or, worse, sends the
// manage link through a host of its own.
func setHeaders(msg *gomail.Msg, w *words) {
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	msg.SetGenHeader("Content-Language", w.tag.String())
	msg.SetGenHeader("X-Mailgun-Track", "no")
	msg.SetGenHeader("X-MC-Track", "none")
	msg.SetGenHeader("X-PM-TrackOpens", "false")
	msg.SetGenHeader("X-PM-TrackLinks", "None")
}

// encodingOf sends ASCII with short lines as it is, and the rest in the given encoding. Such a text is labelled 8bit,
// which it also is: under the label 7bit the library writes quoted-printable.
func encodingOf(s string, otherwise gomail.Encoding) gomail.Encoding {
	for line := range strings.Lines(s) {
		if len(line) > 900 {
			return otherwise
		}
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return otherwise
	}
	return gomail.NoEncoding
}
