package intake

import (
	"context"
	"net/url"
	"path/filepath"

	"github.com/firstcall-health/firstcall/pkg/clock"
	"github.com/firstcall-health/firstcall/services/intake/internal/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

// mailDir is where a demo's mail goes, in the data dir.
const mailDir = "mail"

// post puts letters into messages and hands them to a sender.
type post struct {
	sender   mail.Sender
	practice *settings
	// host ends the ids of messages and calendar events.
	host string
}

func newPost(cfg Config, c clock.Clock, practice *settings) (*post, error) {
	renderer, err := mail.NewRenderer(cfg.MailFrom, c)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(cfg.PublicBaseURL)
	if err != nil {
		return nil, err
	}
	p := &post{practice: practice, host: base.Hostname()}
	if cfg.SMTP.Host != "" {
		p.sender, err = mail.NewSMTPSender(cfg.SMTP, renderer)
	} else {
		p.sender, err = mail.NewFileSender(filepath.Join(cfg.DataDir, mailDir), renderer)
	}
	return p, err
}

// Send implements domain.Sender.
func (p *post) Send(ctx context.Context, messageID string, l domain.Letter) error {
	practice, _, err := p.practice.read(ctx)
	if err != nil {
		return err
	}
	mode := l.Mode
	if mode == "" {
		mode = mail.ModePhone
	}
	return p.sender.Send(ctx, mail.Message{
		Kind: mail.Kind(l.Kind), To: l.To, StartTime: l.Start, EndTime: l.End, TimeZone: l.TimeZone,
		PracticeShortName: practice.ShortName, PracticePhone: practice.Phone, ManageURL: l.ManageURL, Code: l.Code,
		UID: l.Event + "@" + p.host, Sequence: l.Sequence, MessageID: messageID + "@" + p.host, Locale: l.Locale,
		Mode: mode,
	})
}
