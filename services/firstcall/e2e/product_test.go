package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/firstcall-health/firstcall/pkg/sqldb/dbtest"
)

// topology is how the product is laid out.
type topology string

const (
	allInOne  topology = "all-in-one"
	fourRoles topology = "four processes"
)

// product is a running Firstcall.
type product struct {
	dir           string
	env           []string
	topology      topology
	public, staff string
	tokens        tokens
	processes     []*process
	certs         string
}

type tokens struct {
	FrontDesk    string `json:"frontDesk"`
	Clinician    string `json:"clinician"`
	ClinicalLead string `json:"clinicalLead"`
	Admin        string `json:"admin"`
}

// process is one operating-system process of the product.
type process struct {
	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan struct{}
}

// lockedBuffer collects what a process writes.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// onEach runs the body on both engines and in both topologies.
func onEach(t *testing.T, body func(t *testing.T, p *product)) {
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, layout := range []topology{allInOne, fourRoles} {
			t.Run(engine+"/"+string(layout), func(t *testing.T) {
				t.Parallel()
				body(t, start(t, engine, layout))
			})
		}
	}
}

// start runs the product in demo mode on free ports and an own database, and stops it with the test.
func start(t testing.TB, engine string, layout topology, env ...string) *product {
	t.Helper()
	p := prepare(t, engine, layout, env...)
	p.up(t)
	return p
}

// prepare makes the settings of a product without starting it.
func prepare(t testing.TB, engine string, layout topology, env ...string) *product {
	t.Helper()
	p := &product{dir: t.TempDir(), topology: layout}
	ports := freePorts(t, 5)
	p.public, p.staff = "http://"+ports[0], "http://"+ports[1]
	p.env = append(plainEnviron(),
		"FIRSTCALL_MODE=demo", "FIRSTCALL_DATA_DIR="+p.dir,
		"FIRSTCALL_PUBLIC_ADDR="+ports[0], "FIRSTCALL_STAFF_ADDR="+ports[1],
		"FIRSTCALL_RATE_LIMITS=off")
	if engine == "postgres" {
		p.env = append(p.env, "FIRSTCALL_DATABASE_URL="+dbtest.Database(t))
	}
	if layout == fourRoles {
		p.certs = filepath.Join(t.TempDir(), "certs")
		p.command(t, "certs", p.certs)
		p.command(t, "keys", p.certs)
		p.env = append(p.env,
			"FIRSTCALL_SCHEDULING_TARGET="+ports[2], "FIRSTCALL_MATCHING_TARGET="+ports[3], "FIRSTCALL_INTAKE_TARGET="+ports[4],
			"FIRSTCALL_TLS_CA_FILE="+filepath.Join(p.certs, "ca.crt"),
			"FIRSTCALL_IDENTITY_KEY_FILE="+filepath.Join(p.certs, "identity.pem"),
			"FIRSTCALL_IDENTITY_PUBLIC_KEY_FILE="+filepath.Join(p.certs, "identity.pub.pem"))
	}
	p.env = append(p.env, env...)
	t.Cleanup(func() { p.stop(t) })
	return p
}

// plainEnviron is the environment without settings of the product, such as those that steer tests.
func plainEnviron() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool { return strings.HasPrefix(pair, "FIRSTCALL_") })
}

// up starts the processes and waits until both listeners say they are ready.
func (p *product) up(t testing.TB) {
	t.Helper()
	p.processes = nil
	if p.topology == allInOne {
		p.processes = append(p.processes, p.spawn(t, "serve"))
	} else {
		for _, role := range []string{"scheduling", "matching", "intake", "gateway"} {
			p.processes = append(p.processes, p.spawnRole(t, role, p.envOf(strings.ToUpper(role)+"_TARGET")))
		}
	}
	for _, base := range []string{p.public, p.staff} {
		p.await(t, base+"/readyz")
	}
	text, err := os.ReadFile(filepath.Join(p.dir, "demo-tokens.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &p.tokens))
}

// spawnRole starts one role of a product in four processes, answering at addr.
func (p *product) spawnRole(t testing.TB, role, addr string) *process {
	t.Helper()
	return p.spawn(t, "serve", "--role="+role,
		"--set=grpc_addr="+addr,
		"--set=tls_cert_file="+filepath.Join(p.certs, role+".crt"),
		"--set=tls_key_file="+filepath.Join(p.certs, role+".key"))
}

func (p *product) envOf(name string) string {
	prefix := "FIRSTCALL_" + name + "="
	for _, pair := range p.env {
		if value, ok := strings.CutPrefix(pair, prefix); ok {
			return value
		}
	}
	return "127.0.0.1:0"
}

// spawn starts the binary; what it writes is kept, and shown when the test fails.
func (p *product) spawn(t testing.TB, args ...string) *process {
	t.Helper()
	proc := &process{log: &lockedBuffer{}, done: make(chan struct{})}
	proc.cmd = exec.Command(binary, args...)
	proc.cmd.Env = p.env
	proc.cmd.Dir = p.dir
	proc.cmd.Stdout, proc.cmd.Stderr = proc.log, proc.log
	proc.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(t, proc.cmd.Start())
	go func() {
		defer close(proc.done)
		_ = proc.cmd.Wait()
	}()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%v wrote:\n%s", args, tail(proc.log.String()))
		}
	})
	return proc
}

// stop ends the processes in order, the edge first, as an operator would.
func (p *product) stop(t testing.TB) {
	for i := len(p.processes) - 1; i >= 0; i-- {
		p.processes[i].end(t)
	}
	p.processes = nil
}

func (proc *process) end(t testing.TB) {
	_ = proc.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-proc.done:
	case <-time.After(30 * time.Second):
		t.Errorf("process did not stop within 30 s")
		_ = proc.cmd.Process.Kill()
		<-proc.done
	}
}

// kill ends the process as a power cut would.
func (proc *process) kill() {
	_ = proc.cmd.Process.Kill()
	<-proc.done
}

func (p *product) command(t testing.TB, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}

// await waits for a 200, and fails at once when a process is gone.
func (p *product) await(t testing.TB, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		require.NoError(t, err)
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		for _, proc := range p.processes {
			select {
			case <-proc.done:
				require.FailNow(t, "a process ended", tail(proc.log.String()))
			default:
			}
		}
		select {
		case <-ctx.Done():
			require.FailNow(t, "not ready: "+url)
		case <-ticker.C:
		}
	}
}

// logs is all that the product wrote.
func (p *product) logs() string {
	var all strings.Builder
	for _, proc := range p.processes {
		all.WriteString(proc.log.String())
	}
	return all.String()
}

// given are the ports that a test has got already.
var given sync.Map

// freePorts are for listeners that come later, and come again after a crash. Nobody else is given them meanwhile: each is
// given once, and they lie below those that the system chooses from.
func freePorts(t testing.TB, n int) []string {
	t.Helper()
	var addrs []string
	for range 1000 {
		addr := fmt.Sprintf("127.0.0.1:%d", 20_000+rand.IntN(10_000))
		if _, before := given.LoadOrStore(addr, true); before {
			continue
		}
		lis, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", addr)
		if err != nil {
			continue // somebody else listens there
		}
		require.NoError(t, lis.Close())
		if addrs = append(addrs, addr); len(addrs) == n {
			return addrs
		}
	}
	require.FailNow(t, "no free ports")
	return nil
}

func tail(text string) string {
	var lines []string
	scanner := bufio.NewScanner(strings.NewReader(text))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	if len(lines) > 60 {
		lines = lines[len(lines)-60:]
	}
	return strings.Join(lines, "\n")
}

// query appends parameters to a path.
func query(path string, pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return fmt.Sprintf("%s?%s", path, values.Encode())
}
