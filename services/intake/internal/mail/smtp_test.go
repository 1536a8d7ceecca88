package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/services/intake/internal/mail"
)

// inbox is a mail server in this process. It takes mail over TLS only.
type inbox struct {
	host  string
	port  int
	roots *x509.CertPool

	mu   sync.Mutex
	mail []delivery
	// refusal answers RCPT when set.
	refusal error
	// password is asked for when set.
	password string
}

type delivery struct {
	from, to, user string
	encrypted      bool
	data           []byte
}

// startInbox runs a server until the test ends: with a certificate (STARTTLS, or TLS at once) or without any TLS.
func startInbox(t *testing.T, implicitTLS, noTLS bool) *inbox {
	t.Helper()
	certificate, roots := selfSigned(t)
	in := &inbox{roots: roots}
	server := smtp.NewServer(in)
	server.Domain = "localhost"
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	if !noTLS {
		server.TLSConfig = config
	}
	lis, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := lis.Addr().(*net.TCPAddr)
	in.host, in.port = "127.0.0.1", address.Port
	if implicitTLS {
		lis = tls.NewListener(lis, config)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(lis) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		_ = lis.Close() // Close knows only a listener that Serve has got to
		<-done
	})
	return in
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "inbox"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// NewSession implements smtp.Backend.
func (in *inbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &inboxSession{inbox: in, conn: c}, nil
}

type inboxSession struct {
	inbox *inbox
	conn  *smtp.Conn
	delivery
}

func (s *inboxSession) AuthMechanisms() []string {
	if s.inbox.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *inboxSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != s.inbox.password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

func (s *inboxSession) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *inboxSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return s.inbox.refusal
}

func (s *inboxSession) Data(r io.Reader) (err error) {
	_, s.encrypted = s.conn.TLSConnectionState()
	if s.data, err = io.ReadAll(r); err != nil {
		return err
	}
	s.inbox.mu.Lock()
	defer s.inbox.mu.Unlock()
	s.inbox.mail = append(s.inbox.mail, s.delivery)
	return nil
}

func (*inboxSession) Reset()        {}
func (*inboxSession) Logout() error { return nil }

func (in *inbox) config() mail.SMTPConfig {
	return mail.SMTPConfig{Host: in.host, Port: in.port, RootCAs: in.roots}
}

func (in *inbox) received() []delivery {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.mail
}

func send(ctx context.Context, t *testing.T, cfg mail.SMTPConfig) error {
	t.Helper()
	s, err := mail.NewSMTPSender(cfg, newRenderer(t))
	require.NoError(t, err)
	return s.Send(ctx, message(mail.ConsultationConfirmed))
}

func TestSMTPSender(t *testing.T) {
	t.Parallel()
	for name, implicit := range map[string]bool{"STARTTLS": false, "implicit TLS": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := startInbox(t, implicit, false)
			in.password = "correct"
			cfg := in.config()
			cfg.ImplicitTLS, cfg.User, cfg.Password = implicit, "hudson", "correct"
			require.NoError(t, send(t.Context(), t, cfg))

			require.Len(t, in.received(), 1)
			got := in.received()[0]
			require.True(t, got.encrypted)
			require.Equal(t, sender, got.from)
			require.Equal(t, "ana@example.com", got.to)
			require.Equal(t, "hudson", got.user)
			r := parse(t, got.data)
			require.Equal(t, "Call confirmed – Hudson Office", r.subject)
			require.Contains(t, r.text(), manageURL)
			_, event := decode(t, r.ics())
			require.Equal(t, "Call", value(t, event.Props, "SUMMARY"))
		})
	}
}

func TestSMTPSenderSendsSeveralAtOnce(t *testing.T) {
	t.Parallel()
	in := startInbox(t, false, false)
	s, err := mail.NewSMTPSender(in.config(), newRenderer(t))
	require.NoError(t, err)
	failures := make(chan error, 8)
	for range cap(failures) {
		go func() { failures <- s.Send(t.Context(), message(mail.ConsultationMoved)) }()
	}
	for range cap(failures) {
		require.NoError(t, <-failures)
	}
	require.Len(t, in.received(), cap(failures))
}

func TestSMTPSenderFails(t *testing.T) {
	t.Parallel()
	quoting := func(code int) error {
		return &smtp.SMTPError{Code: code, Message: "no mailbox <ana@example.com> for Ana Ruiz"}
	}
	for name, tc := range map[string]struct {
		noTLS  bool
		change func(*inbox, *mail.SMTPConfig)
		want   mail.Error
	}{
		"refused for good":  {false, func(in *inbox, _ *mail.SMTPConfig) { in.refusal = quoting(550) }, mail.Error{Stage: "send", Permanent: true, Code: 550}},
		"refused for now":   {false, func(in *inbox, _ *mail.SMTPConfig) { in.refusal = quoting(451) }, mail.Error{Stage: "send", Code: 451}},
		"wrong password":    {false, func(in *inbox, c *mail.SMTPConfig) { in.password, c.User, c.Password = "a", "hudson", "b" }, mail.Error{Stage: "connect"}},
		"no TLS offered":    {true, func(*inbox, *mail.SMTPConfig) {}, mail.Error{Stage: "connect"}},
		"unknown authority": {false, func(_ *inbox, c *mail.SMTPConfig) { c.RootCAs = x509.NewCertPool() }, mail.Error{Stage: "connect"}},
		"wrong host name":   {false, func(_ *inbox, c *mail.SMTPConfig) { c.Host = "localhost" }, mail.Error{Stage: "connect"}},
		"nobody listens":    {false, func(_ *inbox, c *mail.SMTPConfig) { c.Port = 1 }, mail.Error{Stage: "connect"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := startInbox(t, false, tc.noTLS)
			cfg := in.config()
			tc.change(in, &cfg)
			err := send(t.Context(), t, cfg)
			var failed *mail.Error
			require.ErrorAs(t, err, &failed)
			require.Equal(t, tc.want, *failed)
			require.NotContains(t, err.Error(), "ana")
			require.NotContains(t, err.Error(), "Ruiz")
			require.Empty(t, in.received())
		})
	}
}

func TestSMTPSenderRefusesBeforeItConnects(t *testing.T) {
	t.Parallel()
	s, err := mail.NewSMTPSender(mail.SMTPConfig{Host: "127.0.0.1", Port: 1}, newRenderer(t))
	require.NoError(t, err)
	var failed *mail.Error
	require.ErrorAs(t, s.Send(t.Context(), message("")), &failed)
	require.Equal(t, "render", failed.Stage)
}

func TestNewSMTPSenderChecksItsSettings(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]mail.SMTPConfig{
		"no host":         {},
		"user alone":      {Host: "smtp.example", User: "x"},
		"password alone":  {Host: "smtp.example", Password: "x"},
		"impossible port": {Host: "smtp.example", Port: 70000},
		"negative port":   {Host: "smtp.example", Port: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := mail.NewSMTPSender(cfg, newRenderer(t))
			require.Error(t, err)
		})
	}
}
