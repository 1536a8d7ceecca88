// Package inproc joins the services of one process by gRPC over memory, with the caller's name known as surely as a
// certificate would make it.
package inproc

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"google.golang.org/grpc"
	"google.golang.org/grpc/test/bufconn"
)

// bufferSize is what one direction of a connection holds; larger messages flow through it.
const bufferSize = 256 << 10

// window makes flow control never wait in memory, and switches off the bandwidth probes.
const window = 4 << 20

// Network is a set of named listeners inside one process. It is safe for concurrent use.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*listener
}

// NewNetwork returns a network without listeners.
func NewNetwork() *Network { return &Network{listeners: make(map[string]*listener)} }

// Listen returns the listener of the service called name, the same one on every call. Dialing may come first.
func (n *Network) Listen(name string) net.Listener { return n.listener(name) }

// Target is the gRPC target of the service called name.
func Target(name string) string { return "passthrough:///" + name }

// DialOptions are what a client that acts as caller needs to reach the service called name in this network.
func (n *Network) DialOptions(caller, name string) []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithChainUnaryInterceptor(n.listener(name).straight(caller)),
		grpc.WithContextDialer(func(ctx context.Context, name string) (net.Conn, error) {
			conn, err := n.listener(name).DialContext(ctx)
			if err != nil {
				return nil, fmt.Errorf("dial %s in process: %w", name, err)
			}
			return conn, nil
		}),
		grpc.WithTransportCredentials(Credentials(caller)),
		grpc.WithIdleTimeout(0),
		grpc.WithInitialWindowSize(window),
		grpc.WithInitialConnWindowSize(window),
	}
}

func (n *Network) listener(name string) *listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	l, ok := n.listeners[name]
	if !ok {
		l = &listener{Listener: bufconn.Listen(bufferSize), name: name}
		n.listeners[name] = l
	}
	return l
}

// listener marks the connections it accepts, so that no other transport can pass for this one.
type listener struct {
	*bufconn.Listener
	name  string
	offer atomic.Pointer[offer]
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.take(nil)
	return l.Listener.Close()
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, fmt.Errorf("accept for %s: %w", l.name, err)
	}
	return serverConn{conn}, nil
}

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return address(l.name) }

// serverConn is the serving end of an in-process connection.
type serverConn struct{ net.Conn }

type address string

// Network implements net.Addr.
func (address) Network() string { return "inproc" }

// String implements net.Addr.
func (a address) String() string { return string(a) }
