package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/yannh/kubeconform/pkg/resource"
	"github.com/yannh/kubeconform/pkg/validator"
)

// The versions manifests are checked against. Their modules carry the API's own description, so nothing else is
// downloaded and go's checksum database vouches for it.
const (
	kubernetes  = "k8s.io/kubernetes@v1.37.2"
	certManager = "github.com/cert-manager/cert-manager@v1.21.2"
)

// Schemas validate objects by kind.
type Schemas struct{ validator validator.Validator }

// openSchemas makes the schemas once per version and keeps them in cache.
func openSchemas(ctx context.Context, cache string) (*Schemas, error) {
	dir := filepath.Join(cache, filepath.Base(kubernetes)+"+"+filepath.Base(certManager))
	if _, err := os.Stat(dir); err != nil {
		if err := writeSchemas(ctx, dir); err != nil {
			return nil, fmt.Errorf("make schemas: %w", err)
		}
	}
	v, err := validator.New([]string{filepath.Join(dir, schemaFile)}, validator.Opts{Strict: true})
	if err != nil {
		return nil, fmt.Errorf("open schemas: %w", err)
	}
	return &Schemas{validator: v}, nil
}

// writeSchemas fills a folder beside dir and puts it in place when it is whole.
func writeSchemas(ctx context.Context, dir string) (err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "making-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	source, err := moduleDir(ctx, kubernetes)
	if err != nil {
		return err
	}
	if err := writeCore(filepath.Join(source, "api", "openapi-spec", "swagger.json"), temp); err != nil {
		return err
	}
	if source, err = moduleDir(ctx, certManager); err != nil {
		return err
	}
	for _, kind := range []string{"certificates", "issuers"} {
		if err := writeCustom(filepath.Join(source, "deploy", "crds", "cert-manager.io_"+kind+".yaml"), temp); err != nil {
			return err
		}
	}
	if err := os.Rename(temp, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err // and when another run was first, its schemas are as good
	}
	return nil
}

// moduleDir is where the module cache holds a module; it is downloaded when it is not there yet.
func moduleDir(ctx context.Context, module string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	cmd.Dir = os.TempDir()
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var answer struct{ Dir, Error string }
	err = errors.Join(err, json.Unmarshal(out, &answer))
	if err != nil || answer.Dir == "" {
		return "", fmt.Errorf("download %s: %s: %w", module, answer.Error, err)
	}
	return answer.Dir, nil
}

// validate checks every object against its kind's schema; a field the schema does not have is a problem.
func (s *Schemas) validate(manifests []Manifest) Problems {
	var problems Problems
	for _, manifest := range manifests {
		result := s.validator.ValidateResource(resource.Resource{Path: manifest.String(), Bytes: manifest.YAML})
		if result.Status == validator.Valid {
			continue
		}
		for _, fault := range faults(result.Err.Error()) {
			problems.Add("%s: %s", manifest, fault)
		}
	}
	return problems
}

// faults takes the places and what is wrong there out of the validator's one long line; a place that only says that
// something below it failed is left out.
func faults(text string) []string {
	var found []string
	for i, fault := range strings.Split(text, "- at ") {
		fault = strings.TrimSpace(fault)
		if i > 0 && !strings.HasSuffix(fault, "failed") {
			found = append(found, fault)
		}
	}
	if len(found) == 0 {
		return []string{text}
	}
	return found
}
