package assign_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// oracle is another solver's answer.
type oracle struct {
	optimum      int64
	seconds, cpu float64 // of solving alone, by the clock and of the processor; the better of LEMON's two solvers
	unfinished   bool    // it was stopped after so long
}

// patience is how many seconds of the processor LEMON has for an instance that may take it hours, reading it included.
const patience = 600

// askFor asks LEMON's CostScaling, the better one for large instances, for so long.
func askFor(b *testing.B, in *assign.Instance, program string) oracle {
	cmd := exec.Command("sh", "-c", fmt.Sprintf(`ulimit -t %d; exec "$0" CostScaling`, patience), program)
	out, err := feed(b, in, cmd)
	if stopped := new(exec.ExitError); errors.As(err, &stopped) && len(out) == 0 && stopped.SystemTime()+stopped.UserTime() >= (patience-1)*time.Second {
		b.Logf("CostScaling is not done after %d s of the processor", patience)
		return oracle{seconds: patience, cpu: patience, unfinished: true}
	}
	return answer(b, program, out, err)
}

// lemon builds the oracle of testdata/lemon. Without a compiler or the library, Debian's g++ and liblemon-dev, there is none.
func lemon(b *testing.B) string {
	program := filepath.Join(b.TempDir(), "lemon")
	out, err := exec.Command("g++", "-O3", "-march=native", "-o", program, "testdata/lemon/oracle.cc").CombinedOutput()
	if err != nil {
		b.Logf("LEMON is left out (Debian: g++, liblemon-dev): %v\n%.300s", err, out)
		return ""
	}
	return program
}

// scipy finds a Python that has scipy.optimize, Debian's python3-scipy, or none.
func scipy(b *testing.B) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import scipy.optimize").Run() == nil {
			return python
		}
	}
	b.Log("scipy is left out (Debian: python3-scipy)")
	return ""
}

// ask hands the instance to a program, whose solvers must agree.
func ask(b *testing.B, in *assign.Instance, program string, args ...string) oracle {
	out, err := feed(b, in, exec.Command(program, args...))
	return answer(b, program, out, err)
}

// feed gives a program the instance and returns what it writes.
func feed(b *testing.B, in *assign.Instance, cmd *exec.Cmd) ([]byte, error) {
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		defer stdin.Close()
		w := bufio.NewWriterSize(stdin, 1<<20)
		if write(w, in) == nil {
			w.Flush()
		}
	}()
	return cmd.Output()
}

// answer reads a line for each solver: name, optimum, seconds, processor seconds.
func answer(b *testing.B, program string, out []byte, err error) oracle {
	if err != nil {
		b.Fatal(program, err)
	}
	var best oracle
	for lines := bytes.NewReader(out); ; {
		var name string
		var one oracle
		if _, err := fmt.Fscan(lines, &name, &one.optimum, &one.seconds, &one.cpu); err != nil {
			break
		}
		b.Logf("%s: %d in %.3f s, %.3f s of the processor", name, one.optimum, one.seconds, one.cpu)
		if best.seconds > 0 && best.optimum != one.optimum {
			b.Fatalf("%s finds %d and another %d", name, one.optimum, best.optimum)
		}
		if best.seconds == 0 {
			best = one
		}
		best.seconds, best.cpu = min(best.seconds, one.seconds), min(best.cpu, one.cpu)
	}
	if best.seconds == 0 {
		b.Fatalf("%s answers %q", program, out)
	}
	return best
}

// write gives clients, therapists and arcs as int64, then capacities, first arcs, therapists of the arcs, and benefits, little-endian.
func write(w io.Writer, in *assign.Instance) error {
	size := []int64{int64(in.Clients()), int64(in.Places()), int64(len(in.Place))}
	for _, part := range []any{size, in.Capacity, in.First, in.Place, in.Benefit} {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return nil
}
