// Command protodeps writes the third-party .proto sources the API imports,
// printed from the descriptors linked into this binary, so that their version
// is go.mod's and the repository holds no copy of them.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jhump/protoreflect/v2/protoprint"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	_ "buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	_ "github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-openapiv2/options"
	_ "google.golang.org/genproto/googleapis/api/annotations"
	_ "google.golang.org/genproto/googleapis/rpc/errdetails"
	_ "google.golang.org/genproto/googleapis/rpc/status"
)

var roots = []string{
	"google/api/annotations.proto",
	"google/api/field_behavior.proto",
	"google/rpc/status.proto",
	"google/rpc/error_details.proto",
	"buf/validate/validate.proto",
	"protoc-gen-openapiv2/options/annotations.proto",
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: protodeps DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "protodeps:", err)
		os.Exit(1)
	}
}

func write(out string) error {
	seen := map[string]bool{}
	for _, root := range roots {
		fd, err := protoregistry.GlobalFiles.FindFileByPath(root)
		if err != nil {
			return fmt.Errorf("%s: %w", root, err)
		}
		if err := writeFile(out, fd, seen); err != nil {
			return fmt.Errorf("%s: %w", root, err)
		}
	}
	return nil
}

func writeFile(out string, fd protoreflect.FileDescriptor, seen map[string]bool) error {
	if seen[fd.Path()] {
		return nil
	}
	seen[fd.Path()] = true
	for i := range fd.Imports().Len() {
		if err := writeFile(out, fd.Imports().Get(i).FileDescriptor, seen); err != nil {
			return err
		}
	}
	if strings.HasPrefix(fd.Path(), "google/protobuf/") {
		return nil // buf carries the well-known types itself
	}
	dst := filepath.Join(out, filepath.FromSlash(fd.Path()))
	if err := os.MkdirAll(filepath.Dir(dst), 0o755); err != nil {
		return err
	}
	f, err := os.Create(dst)
	if err != nil {
		return err
	}
	if err := (&protoprint.Printer{}).PrintProtoFile(fd, f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
