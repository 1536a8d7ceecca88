// Package child runs the servers that tests need, so that they never outlive
// the tests.
package child

import (
	"context"
	"io"
	"os/exec"
	"syscall"
)

// supervise runs a program until the shell's own standard input ends. The test
// binary holds the other end of that pipe, so the program stops and its files
// go however the tests end, killed included.
const supervise = `
dir=$1 signal=$2
shift 2
"$@" >"$dir/log" 2>&1 &
cat >/dev/null
kill -s "$signal" $!
wait
rm -rf "$dir"`

// Process is a running program and the folder that is removed with it.
type Process struct {
	cmd   *exec.Cmd
	stdin io.Closer
}

// Start runs a program in dir, its output in dir/log, and stops it with the
// signal called signal. It runs under as, if given, and in a process group of
// its own, which keeps an interrupt at the terminal for the test binary.
func Start(dir, signal string, as *syscall.Credential, program ...string) (*Process, error) {
	p := &Process{cmd: exec.CommandContext(context.Background(), "sh", append([]string{"-c", supervise, "sh", dir, signal}, program...)...)}
	p.cmd.Dir = dir
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: as}
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	return p, p.cmd.Start()
}

// Stop stops the program and waits until it and its folder are gone.
func (p *Process) Stop() {
	_ = p.stdin.Close()
	_ = p.cmd.Wait() // it was told to stop: how it did does not matter
}

// Signal sends a signal to the program and its supervisor.
func (p *Process) Signal(s syscall.Signal) error {
	return syscall.Kill(-p.cmd.Process.Pid, s)
}
