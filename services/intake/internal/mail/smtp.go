package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// sendTimeout bounds each wait for the mail server.
const sendTimeout = 15 * time.Second

// SMTPConfig says which server takes the mail. The connection is always encrypted and the server's certificate checked:
// there is no setting to do without.
type SMTPConfig struct {
	// Host is the name of the server, as in its certificate.
	Host string
	// Port is 587 when zero, 465 with ImplicitTLS.
	Port int
	// User and Password sign in; both empty: the server takes mail from here without.
	User, Password string
	// ImplicitTLS speaks TLS from the first byte instead of by STARTTLS.
	ImplicitTLS bool
	// RootCAs are trusted instead of the system's when set.
	RootCAs *x509.CertPool
}

// SMTPSender hands messages to a mail server, one connection each.
type SMTPSender struct {
	host    string
	options []gomail.Option
	render  *Renderer
}

// NewSMTPSender checks the configuration. It does not connect.
func NewSMTPSender(cfg SMTPConfig, render *Renderer) (*SMTPSender, error) {
	if cfg.Host == "" {
		return nil, errors.New("mail: the SMTP host is missing")
	}
	if (cfg.User == "") != (cfg.Password == "") {
		return nil, errors.New("mail: SMTP user and password belong together")
	}
	_, domain, _ := strings.Cut(render.from, "@")
	options := []gomail.Option{
		gomail.WithTimeout(sendTimeout),
		gomail.WithHELO(domain), // the machine's own name is nobody's business
		gomail.WithTLSConfig(&tls.Config{ServerName: cfg.Host, RootCAs: cfg.RootCAs, MinVersion: tls.VersionTLS12}),
	}
	if cfg.ImplicitTLS {
		options = append(options, gomail.WithSSLPort(false))
	} else {
		options = append(options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	}
	if cfg.Port != 0 {
		options = append(options, gomail.WithPort(cfg.Port))
	}
	if cfg.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(cfg.User), gomail.WithPassword(cfg.Password))
	}
	if _, err := gomail.NewClient(cfg.Host, options...); err != nil {
		return nil, errors.New("mail: the SMTP settings are not usable")
	}
	return &SMTPSender{host: cfg.Host, options: options, render: render}, nil
}

// Send hands the message to the server. A nil error means that the server took it. Permanent errors are the server's
// final refusals of this message; everything else is worth another try.
func (s *SMTPSender) Send(ctx context.Context, m Message) error {
	msg, err := s.render.message(m)
	if err != nil {
		return err
	}
	// A client holds one connection, so that each message has its own.
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return &Error{Stage: "connect", Problem: "the SMTP settings are not usable"}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if msg.IsDelivered() {
		return nil // only the goodbye failed: sending again would be a second message
	}
	return failure(err)
}

// failure keeps of err what says nothing about a person.
func failure(err error) error {
	if err == nil {
		return nil
	}
	refused, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return &Error{Stage: "connect"}
	}
	code := refused.ErrorCode()
	return &Error{Stage: "send", Code: code, Permanent: code >= 500 && !refused.IsTemp()}
}
