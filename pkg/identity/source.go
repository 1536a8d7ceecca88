package identity

import (
	"context"

	"google.golang.org/grpc/metadata"
)

// sourceMetadata is the gRPC metadata key of the source. Only what the gateway sends is heeded.
const sourceMetadata = "firstcall-source"

// maxSource bounds what is taken over.
const maxSource = 64

// SendSource returns a context whose outgoing calls say where a visitor's request comes from: an opaque keyed name, never
// an address.
func SendSource(ctx context.Context, source string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, sourceMetadata, source)
}

// Source returns the source of the call being served; "" when its caller named none.
func Source(ctx context.Context) string {
	given := metadata.ValueFromIncomingContext(ctx, sourceMetadata)
	if len(given) != 1 || len(given[0]) > maxSource {
		return ""
	}
	return given[0]
}
