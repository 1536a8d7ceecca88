package firstcall

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"

	"github.com/firstcall-health/firstcall/pkg/ephemeral"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/pkg/tlsconf"
)

// identityKeys sign and check who is acting. A role that is not the gateway has the public half only.
type identityKeys struct {
	private ed25519.PrivateKey
	public  ed25519.PublicKey
}

// openIdentity loads the keys and certificates of the role; in one process they never leave memory.
func (p *process) openIdentity(context.Context) error {
	if p.cfg.Role == RoleAll {
		public, private, err := ed25519.GenerateKey(nil)
		p.keys = identityKeys{private: private, public: public}
		return err
	}
	source, err := tlsconf.Load(tlsconf.Files{CA: p.cfg.TLSCAFile, Cert: p.cfg.TLSCertFile, Key: p.cfg.TLSKeyFile})
	if err != nil {
		return err
	}
	p.tls = source
	if p.cfg.Role == RoleGateway {
		text, err := os.ReadFile(p.cfg.IdentityKeyFile)
		if err != nil {
			return fmt.Errorf("identity_key_file: %w", err)
		}
		p.keys.private, err = identity.ParsePrivateKey(text)
		return err
	}
	text, err := os.ReadFile(p.cfg.IdentityPublicKeyFile)
	if err != nil {
		return fmt.Errorf("identity_public_key_file: %w", err)
	}
	p.keys.public, err = identity.ParsePublicKey(text)
	return err
}

// openEphemeral opens the short-lived state: Redis when configured, memory otherwise. Nothing it holds matters.
func (p *process) openEphemeral(context.Context) error {
	if p.cfg.RedisURL == "" {
		store := ephemeral.Memory(p.clock)
		p.closers.AddFunc("short-lived state", store.Close)
		p.ephemeral = store
		return nil
	}
	store, err := ephemeral.Redis(p.cfg.RedisURL)
	if err != nil {
		return fmt.Errorf("redis_url: %w", err)
	}
	p.closers.AddFunc("short-lived state", store.Close)
	p.ephemeral = store
	return nil
}
