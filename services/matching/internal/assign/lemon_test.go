package assign_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/firstcall-health/firstcall/services/matching/internal/assign"
)

// oracle is another solver's answer.
type oracle struct {
	optimum      int64
	seconds, cpu float64 // of solving alone, by the clock and of the processor; the better of LEMON's two solvers
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

// ask hands the instance to a program and reads a line for each of its solvers: name, optimum, seconds, processor seconds. They must agree.
func ask(b *testing.B, in *assign.Instance, program string, args ...string) oracle {
	cmd := exec.Command(program, args...)
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
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(program, err)
	}
	var answer oracle
	for lines := bytes.NewReader(out); ; {
		var name string
		var one oracle
		if _, err := fmt.Fscan(lines, &name, &one.optimum, &one.seconds, &one.cpu); err != nil {
			break
		}
		b.Logf("%s: %d in %.3f s, %.3f s of the processor", name, one.optimum, one.seconds, one.cpu)
		if answer.seconds > 0 && answer.optimum != one.optimum {
			b.Fatalf("%s finds %d and another %d", name, one.optimum, answer.optimum)
		}
		if answer.seconds == 0 {
			answer = one
		}
		answer.seconds, answer.cpu = min(answer.seconds, one.seconds), min(answer.cpu, one.cpu)
	}
	if answer.seconds == 0 {
		b.Fatalf("%s answers %q", program, out)
	}
	return answer
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
