package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The binary itself accepts what each role is given: nothing it needs is missing, nothing is malformed.
func TestBinaryAcceptsSettings(t *testing.T) {
	t.Parallel()
	top, err := filepath.Abs(root)
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), "firstcall")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./services/firstcall/cmd/firstcall")
	build.Dir = top
	build.Env = append(os.Environ(), "GOWORK=", "CGO_ENABLED=0")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	manifests, _, _ := setup(t)
	set, err := decode(manifests)
	require.NoError(t, err)
	given := map[string]map[string]string{}
	for _, workload := range set.Workloads {
		if workload.Kind == "Deployment" {
			given["kubernetes/"+workload.Metadata.Name] = workload.containers()[0].variables(set)
		}
	}
	project, err := loadCompose(t.Context(), filepath.Join(top, "deploy", "compose", "compose.yaml"))
	require.NoError(t, err)
	for name, service := range project.Services {
		if contains(service.Command, "serve") {
			given["compose/"+name] = map[string]string{}
			for variable, value := range service.Environment {
				given["compose/"+name][variable] = *value
			}
		}
	}
	require.Len(t, given, 8)
	for name, variables := range given {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var env []string
			for name, value := range variables {
				if strings.HasSuffix(name, "_FILE") {
					write(t, dir, value, "postgres://x")
					value = filepath.Join(dir, value)
				}
				env = append(env, name+"="+value)
			}
			role := filepath.Base(name)
			out, err := accept(t, binary, role, env)
			require.NoError(t, err, out)

			// Without its own certificate it would not: the question is a real one.
			env = slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "FIRSTCALL_TLS_CERT_FILE=") })
			out, err = accept(t, binary, role, env)
			require.Error(t, err)
			require.Contains(t, out, "tls_cert_file")
		})
	}
}

func accept(t *testing.T, binary, role string, env []string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "config", "--set", "role="+role)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	return string(out), err
}
