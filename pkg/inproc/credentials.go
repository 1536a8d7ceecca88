package inproc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"google.golang.org/grpc/credentials"
)

// AuthInfo says who is at the other end of an in-process connection.
type AuthInfo struct {
	credentials.CommonAuthInfo

	// Caller is the name of the service that dialed.
	Caller string
}

// AuthType implements credentials.AuthInfo.
func (AuthInfo) AuthType() string { return "inproc" }

// Is reports whether conn was accepted by a Network's listener.
func Is(conn net.Conn) bool {
	_, ok := conn.(serverConn)
	return ok
}

// Credentials are transport credentials for in-process connections only. The client end announces caller; the server
// end, which takes any caller name, believes it because nothing outside the process can reach the listener.
func Credentials(caller string) credentials.TransportCredentials { return creds{caller: caller} }

type creds struct{ caller string }

// ClientHandshake implements credentials.TransportCredentials: one byte of length, then the caller's name.
func (c creds) ClientHandshake(ctx context.Context, _ string, conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	if c.caller == "" || len(c.caller) > 255 {
		return nil, nil, errors.New("in-process handshake: the caller needs a name")
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, nil, fmt.Errorf("in-process handshake: %w", err)
		}
	}
	if _, err := conn.Write(append([]byte{byte(len(c.caller))}, c.caller...)); err != nil {
		return nil, nil, fmt.Errorf("in-process handshake: %w", err)
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return nil, nil, fmt.Errorf("in-process handshake: %w", err)
	}
	return conn, info(""), nil
}

// ServerHandshake implements credentials.TransportCredentials. The server bounds its time.
func (c creds) ServerHandshake(conn net.Conn) (net.Conn, credentials.AuthInfo, error) {
	if !Is(conn) {
		return nil, nil, errors.New("in-process handshake: a connection from outside the process")
	}
	var length [1]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return nil, nil, fmt.Errorf("in-process handshake: %w", err)
	}
	name := make([]byte, length[0])
	if _, err := io.ReadFull(conn, name); err != nil {
		return nil, nil, fmt.Errorf("in-process handshake: %w", err)
	}
	if len(name) == 0 {
		return nil, nil, errors.New("in-process handshake: the caller has no name")
	}
	return conn, info(string(name)), nil
}

func info(caller string) AuthInfo {
	return AuthInfo{
		CommonAuthInfo: credentials.CommonAuthInfo{SecurityLevel: credentials.PrivacyAndIntegrity},
		Caller:         caller,
	}
}

// Info implements credentials.TransportCredentials.
func (c creds) Info() credentials.ProtocolInfo {
	return credentials.ProtocolInfo{SecurityProtocol: "inproc"}
}

// Clone implements credentials.TransportCredentials.
func (c creds) Clone() credentials.TransportCredentials { return c }

// OverrideServerName implements credentials.TransportCredentials; there is no server name to check.
func (c creds) OverrideServerName(string) error { return nil }
