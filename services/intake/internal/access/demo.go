package access

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/firstcall-health/firstcall/pkg/id"
	"github.com/firstcall-health/firstcall/pkg/identity"
	"github.com/firstcall-health/firstcall/services/intake/internal/access/domain"
	"github.com/firstcall-health/firstcall/services/intake/internal/atomicfile"
)

// DemoTokensFile is the name of the demo's token file in the data dir.
const DemoTokensFile = "demo-tokens.json"

// demoTokens is the file: one bearer token per role.
type demoTokens struct {
	FrontDesk    string `json:"frontDesk"`
	Clinician    string `json:"clinician"`
	ClinicalLead string `json:"clinicalLead"`
	Admin        string `json:"admin"`
}

// demoStaff is one seeded account and where its token goes in the file.
type demoStaff struct {
	account domain.Account
	token   *string
}

// Seed makes the demo's staff, one account per role, and writes their tokens to [DemoTokensFile], readable by its owner
// only. While the file's tokens are valid it changes nothing; otherwise all get new ones. Outside the demo mode it is
// refused.
func (a *Access) Seed(ctx context.Context) error {
	if !a.cfg.Demo {
		return errors.New("access: demo accounts are refused outside the demo mode")
	}
	path := filepath.Join(a.cfg.DataDir, DemoTokensFile)
	var tokens demoTokens
	staff := a.demoStaff(&tokens)
	valid, err := a.demoValid(ctx, path, &tokens, staff)
	if err != nil || valid {
		return err
	}
	for _, s := range staff {
		if *s.token, err = a.rules.Issue(ctx, s.account); err != nil {
			return fmt.Errorf("access: seed: %w", err)
		}
	}
	data, err := json.Marshal(tokens)
	if err != nil {
		return fmt.Errorf("access: seed: %w", err)
	}
	if err := os.MkdirAll(a.cfg.DataDir, 0o700); err != nil {
		return fmt.Errorf("access: seed: %w", err)
	}
	if err := atomicfile.WriteDurably(path, append(data, '\n')); err != nil {
		return fmt.Errorf("access: seed: %w", err)
	}
	return nil
}

// demoStaff lists the accounts, with lasting ids so that seeding again replaces them.
func (a *Access) demoStaff(tokens *demoTokens) []demoStaff {
	account := func(role identity.Role, name, provider string) domain.Account {
		return domain.Account{
			ID: id.Derive("demo-staff", string(role)), DisplayName: name, Provider: provider, Roles: []identity.Role{role},
		}
	}
	return []demoStaff{
		{account(identity.FrontDesk, "Demo front desk", ""), &tokens.FrontDesk},
		{account(identity.Clinician, "Demo clinician", a.cfg.DemoClinicianProvider), &tokens.Clinician},
		{account(identity.ClinicalLead, "Demo clinical lead", ""), &tokens.ClinicalLead},
		{account(identity.Admin, "Demo admin", ""), &tokens.Admin},
	}
}

// demoValid reads the file into tokens and reports whether each token stands for exactly the account it should.
func (a *Access) demoValid(ctx context.Context, path string, tokens *demoTokens, staff []demoStaff) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().Perm()&0o077 != 0 {
		return false, nil // what others could read is not a secret any more
	}
	if err != nil {
		return false, fmt.Errorf("access: demo tokens: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("access: demo tokens: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(tokens); err != nil {
		return false, nil // a damaged file is replaced
	}
	for _, s := range staff {
		got, err := a.rules.ByToken(ctx, *s.token)
		if errors.Is(err, domain.ErrUnauthenticated) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("access: demo tokens: %w", err)
		}
		if got.ID != s.account.ID || got.Provider != s.account.Provider || !slices.Equal(got.Roles, s.account.Roles) {
			return false, nil
		}
	}
	return true, nil
}
