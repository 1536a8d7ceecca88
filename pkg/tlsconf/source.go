// Package tlsconf makes the mutual TLS between services: TLS 1.3 only, a private authority, the caller's name in the
// certificate, and files that may be replaced while the process runs.
package tlsconf

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// Files are the PEM files of one service.
type Files struct {
	// CA is the private authority that signed every service's certificate.
	CA string
	// Cert is this service's certificate; its first DNS name starts with the service's name.
	Cert string
	// Key is the private key of Cert.
	Key string
}

// Source holds the key pair and the authority of one service. It looks at the files again on every handshake, so a
// replaced certificate serves the next connection. It is safe for concurrent use.
type Source struct {
	files Files

	mu     sync.Mutex
	stamps [3]stamp
	pair   *tls.Certificate
	roots  *x509.CertPool
}

// stamp tells whether a file changed.
type stamp struct {
	modified time.Time
	size     int64
}

// Load reads the files and fails when they do not fit together.
func Load(files Files) (*Source, error) {
	s := &Source{files: files}
	stamps, err := s.look()
	if err != nil {
		return nil, err
	}
	if err := s.read(); err != nil {
		return nil, err
	}
	s.stamps = stamps
	return s, nil
}

// Server is the configuration for accepting one connection now. Only callers whose certificate names them one of
// allowed get through the handshake; without any, every certificate of the authority does.
func (s *Source) Server(allowed ...string) *tls.Config {
	pair, roots := s.current()
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{*pair},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    roots,
		NextProtos:   []string{"h2"},
		// A resumed session would skip the certificate.
		SessionTicketsDisabled: true,
		VerifyConnection: func(state tls.ConnectionState) error {
			if caller := Caller(state); len(allowed) > 0 && !slices.Contains(allowed, caller) {
				return errors.New("the certificate names no service that may call")
			}
			return nil
		},
	}
}

// Client is the configuration for making one connection now to the service whose certificate holds the DNS name
// server.
func (s *Source) Client(server string) *tls.Config {
	pair, roots := s.current()
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{*pair},
		RootCAs:      roots,
		ServerName:   server,
		NextProtos:   []string{"h2"},
	}
}

// Name is the service this certificate names, "" when it names none.
func (s *Source) Name() string {
	pair, _ := s.current()
	return firstLabel(pair.Leaf)
}

// Caller is the service at the other end of a verified connection: the first label of the first DNS name of its
// certificate, "" when there is none.
func Caller(state tls.ConnectionState) string {
	if len(state.VerifiedChains) == 0 || len(state.VerifiedChains[0]) == 0 {
		return ""
	}
	return firstLabel(state.VerifiedChains[0][0])
}

func firstLabel(leaf *x509.Certificate) string {
	if len(leaf.DNSNames) == 0 {
		return ""
	}
	name, _, _ := strings.Cut(leaf.DNSNames[0], ".")
	return name
}

// current returns the newest pair and authority that could be read together. Files caught in the middle of being
// replaced do not fit together; the old ones then serve until the next handshake.
func (s *Source) current() (*tls.Certificate, *x509.CertPool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stamps, err := s.look(); err == nil && stamps != s.stamps {
		if err := s.read(); err == nil {
			s.stamps = stamps
		}
	}
	return s.pair, s.roots
}

func (s *Source) look() ([3]stamp, error) {
	var stamps [3]stamp
	for i, path := range []string{s.files.CA, s.files.Cert, s.files.Key} {
		info, err := os.Stat(path)
		if err != nil {
			return stamps, fmt.Errorf("look at TLS file: %w", err)
		}
		stamps[i] = stamp{modified: info.ModTime(), size: info.Size()}
	}
	return stamps, nil
}

func (s *Source) read() error {
	pair, err := tls.LoadX509KeyPair(s.files.Cert, s.files.Key)
	if err != nil {
		return fmt.Errorf("read TLS key pair: %w", err)
	}
	text, err := os.ReadFile(s.files.CA)
	if err != nil {
		return fmt.Errorf("read TLS authority: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return fmt.Errorf("read TLS authority: no certificate in %s", s.files.CA)
	}
	s.pair, s.roots = &pair, roots
	return nil
}
