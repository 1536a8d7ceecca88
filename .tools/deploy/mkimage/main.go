// Command mkimage makes the container image out of one static binary, from scratch and without a daemon. The same
// binary gives the same digest, on any machine and at any time.
//
//	mkimage -binary FILE -out DIR [-tag firstcall:dev] [-arch amd64] [-version TEXT]
//
// DIR then holds oci/, an OCI layout, and image.tar, the same image for `docker load` and `podman load`.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
)

func main() {
	var opts Options
	flag.StringVar(&opts.Binary, "binary", "", "the static binary")
	flag.StringVar(&opts.Arch, "arch", runtime.GOARCH, "architecture of the binary")
	flag.StringVar(&opts.Version, "version", "", "version for the image's labels")
	out := flag.String("out", "", "folder to write to")
	tag := flag.String("tag", "firstcall:dev", "name inside image.tar")
	flag.Parse()
	if err := run(opts, *out, *tag); err != nil {
		fmt.Fprintln(os.Stderr, "mkimage:", err)
		os.Exit(1)
	}
}

func run(opts Options, out, tag string) error {
	if opts.Binary == "" || out == "" {
		return fmt.Errorf("-binary and -out are required")
	}
	img, err := Build(opts)
	if err != nil {
		return err
	}
	if err := Write(img, out, tag); err != nil {
		return err
	}
	digest, err := img.Digest()
	if err != nil {
		return err
	}
	fmt.Printf("%s %s\n", tag, digest)
	return nil
}
