package main

import (
	"archive/tar"
	"bytes"
	"debug/elf"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// dataDir belongs to the user, so that a new volume mounted there can be written.
const dataDir = "/var/lib/firstcall"

// layer is the tar archive of the image's files: fixed order, owner, mode and time, so that it depends on nothing but
// what is in them.
func layer(binary []byte) ([]byte, error) {
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	for _, entry := range []struct {
		name  string
		mode  int64
		owner int
		data  []byte
	}{
		{name: "etc/", mode: 0o755},
		{name: "etc/ssl/", mode: 0o755},
		{name: "etc/ssl/certs/", mode: 0o755},
		{name: "etc/ssl/certs/ca-certificates.crt", mode: 0o444, data: authorities()},
		{name: "firstcall", mode: 0o555, data: binary},
		{name: "tmp/", mode: 0o1777},
		{name: "var/", mode: 0o755},
		{name: "var/lib/", mode: 0o755},
		{name: "var/lib/firstcall/", mode: 0o700, owner: userID},
	} {
		header := &tar.Header{
			Format: tar.FormatPAX, Name: entry.name, Mode: entry.mode, Uid: entry.owner, Gid: entry.owner,
			Size: int64(len(entry.data)), Typeflag: tar.TypeReg, ModTime: time.Unix(0, 0),
		}
		if entry.data == nil {
			header.Typeflag = tar.TypeDir
		}
		if err := archive.WriteHeader(header); err != nil {
			return nil, fmt.Errorf("archive %s: %w", entry.name, err)
		}
		if _, err := archive.Write(entry.data); err != nil {
			return nil, fmt.Errorf("archive %s: %w", entry.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return out.Bytes(), nil
}

// authorities are Mozilla's roots, for TLS to the mail server, the database and Redis. Those with limits that a PEM
// file cannot say are left out.
func authorities() []byte {
	var out bytes.Buffer
	for root := range bundle.Roots() {
		if root.Constraint == nil {
			out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}))
		}
	}
	return out.Bytes()
}

// machines are the architectures the image is made for.
var machines = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}

// static refuses what could not run alone: an image from scratch has no dynamic loader.
func static(binary []byte, arch string) error {
	file, err := elf.NewFile(bytes.NewReader(binary))
	if err != nil {
		return errors.New("not a Linux executable")
	}
	if want, ok := machines[arch]; !ok || file.Machine != want {
		return fmt.Errorf("built for %s, not for %q", file.Machine, arch)
	}
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_INTERP {
			return errors.New("linked dynamically; build with CGO_ENABLED=0")
		}
	}
	return nil
}
