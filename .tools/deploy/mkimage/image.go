package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// userID is who the binary runs as, group and all: nobody in particular, and not root.
const userID = 65532

// Options say what goes into the image.
type Options struct {
	// Binary is the path of a statically linked executable.
	Binary string
	// Arch is its architecture, as Go names it.
	Arch string
	// Version goes into the labels; empty leaves it out.
	Version string
}

// Build makes the image: one layer with the binary, the public certificate authorities and a data folder.
func Build(opts Options) (v1.Image, error) {
	binary, err := os.ReadFile(opts.Binary)
	if err != nil {
		return nil, err
	}
	if err := static(binary, opts.Arch); err != nil {
		return nil, fmt.Errorf("%s: %w", opts.Binary, err)
	}
	archive, err := layer(binary)
	if err != nil {
		return nil, err
	}
	contents, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(archive)), nil
	}, tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, fmt.Errorf("make layer: %w", err)
	}
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	img, err := mutate.AppendLayers(base, contents)
	if err != nil {
		return nil, fmt.Errorf("add layer: %w", err)
	}
	file, err := img.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	return mutate.ConfigFile(img, configure(file.DeepCopy(), opts))
}

// configure says how the image runs.
func configure(file *v1.ConfigFile, opts Options) *v1.ConfigFile {
	file.OS, file.Architecture = "linux", opts.Arch
	file.Config = v1.Config{
		Entrypoint: []string{"/firstcall"},
		User:       fmt.Sprintf("%d:%d", userID, userID),
		Env:        []string{"PATH=/", "FIRSTCALL_DATA_DIR=" + dataDir},
		WorkingDir: "/",
		Labels: map[string]string{
			"org.opencontainers.image.title":       "firstcall",
			"org.opencontainers.image.description": "From \"I think I need help\" to the first session",
		},
	}
	if opts.Version != "" {
		file.Config.Labels["org.opencontainers.image.version"] = opts.Version
	}
	return file
}

// Write stores the image in dir as an OCI layout (oci/) and as a loadable archive (image.tar), replacing older ones.
func Write(img v1.Image, dir, tag string) error {
	ref, err := name.NewTag(tag)
	if err != nil {
		return fmt.Errorf("tag: %w", err)
	}
	oci := filepath.Join(dir, "oci")
	if err := os.RemoveAll(oci); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	path, err := layout.Write(oci, empty.Index)
	if err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	annotations := map[string]string{"org.opencontainers.image.ref.name": ref.TagStr()}
	if err := path.AppendImage(img, layout.WithAnnotations(annotations)); err != nil {
		return fmt.Errorf("write layout: %w", err)
	}
	if err := tarball.WriteToFile(filepath.Join(dir, "image.tar"), ref, img); err != nil {
		return fmt.Errorf("write archive: %w", err)
	}
	return nil
}
