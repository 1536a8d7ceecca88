#!/usr/bin/env bash
# Builds the container image without a daemon: the static binary, then the image around it.
#
#   deploy/image/build.sh [TAG]      TAG defaults to dev; GOARCH chooses another architecture
#
# Writes .cache/image/<arch>/: firstcall (the binary), oci/ (an OCI layout) and image.tar (for docker or podman load).
set -euo pipefail
cd "$(dirname "$0")/../.."

tag=${1:-dev}
arch=${GOARCH:-$(go env GOARCH)}
out=.cache/image/$arch
mkdir -p "$out"

(cd services && GOWORK=off CGO_ENABLED=0 GOOS=linux GOARCH=$arch \
	go build -trimpath -ldflags '-s -w -buildid=' -o "../$out/firstcall" ./firstcall/cmd/firstcall)

(cd .tools/deploy && GOWORK=off CGO_ENABLED=0 GOARCH='' go build -o ../bin/mkimage ./mkimage)
.tools/bin/mkimage -binary "$out/firstcall" -arch "$arch" -tag "firstcall:$tag" -version "$tag" -out "$out"
