package main

import (
	"archive/tar"
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"
)

// program builds a small executable, static or not.
func program(t *testing.T, arch string, flags ...string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte("package main\n\nfunc main() {}\n"), 0o600))
	path := filepath.Join(dir, "program")
	args := append([]string{"build", "-trimpath", "-o", path}, flags...)
	build := exec.CommandContext(t.Context(), "go", append(args, filepath.Join(dir, "main.go"))...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch, "GOWORK=off")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return path
}

func TestImageIsReproducible(t *testing.T) {
	t.Parallel()
	binary := program(t, "amd64")
	var digests, archives []string
	for range 2 {
		img, err := Build(Options{Binary: binary, Arch: "amd64", Version: "v1"})
		require.NoError(t, err)
		dir := t.TempDir()
		require.NoError(t, Write(img, dir, "firstcall:v1"))
		index, err := layout.ImageIndexFromPath(filepath.Join(dir, "oci"))
		require.NoError(t, err)
		require.NoError(t, validate.Index(index))
		manifest, err := index.IndexManifest()
		require.NoError(t, err)
		require.Len(t, manifest.Manifests, 1)
		digests = append(digests, manifest.Manifests[0].Digest.String())
		archive, err := os.ReadFile(filepath.Join(dir, "image.tar"))
		require.NoError(t, err)
		archives = append(archives, string(archive))
	}
	require.Equal(t, digests[0], digests[1])
	require.True(t, archives[0] == archives[1], "the archives differ")
}

func TestImageSaysHowItRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	img, err := Build(Options{Binary: program(t, "arm64"), Arch: "arm64", Version: "v2"})
	require.NoError(t, err)
	require.NoError(t, Write(img, dir, "firstcall:v2"))
	loaded, err := tarball.ImageFromPath(filepath.Join(dir, "image.tar"), nil)
	require.NoError(t, err)
	file, err := loaded.ConfigFile()
	require.NoError(t, err)
	require.Equal(t, "linux/arm64", file.OS+"/"+file.Architecture)
	require.Equal(t, []string{"/firstcall"}, file.Config.Entrypoint)
	require.Equal(t, "65532:65532", file.Config.User)
	require.Equal(t, "v2", file.Config.Labels["org.opencontainers.image.version"])
	require.True(t, file.Created.IsZero())

	files := map[string]*tar.Header{}
	var roots []byte
	archive := tar.NewReader(mutate.Extract(loaded))
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.Zero(t, header.ModTime.Unix(), header.Name)
		files[strings.TrimSuffix(header.Name, "/")] = header
		if strings.HasSuffix(header.Name, ".crt") {
			roots, err = io.ReadAll(archive)
			require.NoError(t, err)
		}
	}
	require.EqualValues(t, 0o555, files["firstcall"].Mode)
	require.Equal(t, userID, files["var/lib/firstcall"].Uid)
	require.True(t, x509.NewCertPool().AppendCertsFromPEM(roots))
	require.Greater(t, bytes.Count(roots, []byte("BEGIN CERTIFICATE")), 50)
}

func TestBinaryMustRunAlone(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ binary, arch, want string }{
		"missing":      {"no-such-file", "amd64", "no such file"},
		"a script":     {"image_test.go", "amd64", "not a Linux executable"},
		"another arch": {program(t, "arm64"), "amd64", "EM_AARCH64"},
		"unknown arch": {program(t, "amd64"), "z80", `"z80"`},
		"dynamic":      {program(t, runtime.GOARCH, "-buildmode=pie", "-ldflags=-linkmode=internal"), runtime.GOARCH, "CGO_ENABLED=0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Build(Options{Binary: tc.binary, Arch: tc.arch})
			require.ErrorContains(t, err, tc.want)
		})
	}
}
