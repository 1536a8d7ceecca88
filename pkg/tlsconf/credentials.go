package tlsconf

import (
	"context"
	"net"

	"google.golang.org/grpc/credentials"
)

// ServerCredentials accept gRPC connections from the allowed callers, each with the newest files.
func ServerCredentials(s *Source, allowed ...string) credentials.TransportCredentials {
	return creds{current: func() credentials.TransportCredentials {
		return credentials.NewTLS(s.Server(allowed...))
	}}
}

// ClientCredentials make gRPC connections to the service whose certificate holds the DNS name server, whatever
// address it is reached by.
func ClientCredentials(s *Source, server string) credentials.TransportCredentials {
	return creds{current: func() credentials.TransportCredentials {
		return credentials.NewTLS(s.Client(server))
	}}
}

// creds makes fresh TLS credentials for every handshake.
type creds struct {
	current func() credentials.TransportCredentials
}

// ClientHandshake implements credentials.TransportCredentials.
func (c creds) ClientHandshake(
	ctx context.Context, authority string, conn net.Conn,
) (net.Conn, credentials.AuthInfo, error) {
	return c.current().ClientHandshake(ctx, authority, conn)
}

// ServerHandshake implements credentials.TransportCredentials.
func (c creds) ServerHandshake(conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	return c.current().ServerHandshake(conn)
}

// Info implements credentials.TransportCredentials.
func (c creds) Info() credentials.ProtocolInfo { return c.current().Info() }

// Clone implements credentials.TransportCredentials.
func (c creds) Clone() credentials.TransportCredentials { return c }

// OverrideServerName implements credentials.TransportCredentials; the name to expect is fixed.
func (c creds) OverrideServerName(string) error { return nil }
