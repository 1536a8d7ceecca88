package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFactsAreTheSources(t *testing.T) {
	t.Parallel()
	facts, err := readFacts(root)
	require.NoError(t, err)
	require.Equal(t, Variable{}, facts.Variables["FIRSTCALL_PUBLIC_ADDR"])
	require.Equal(t, Variable{Secret: true}, facts.Variables["FIRSTCALL_REDIS_URL"])
	require.Equal(t, Variable{File: true}, facts.Variables["FIRSTCALL_REDIS_URL_FILE"])
	require.Equal(t, Variable{File: true}, facts.Variables["FIRSTCALL_TLS_CA_FILE"])
	require.Equal(t, Variable{Secret: true}, facts.Variables["FIRSTCALL_SMTP_PASSWORD"])
	require.NotContains(t, facts.Variables, "FIRSTCALL_SMTP")
	require.NotContains(t, facts.Variables, "FIRSTCALL_")
	// The one direction of calls.
	require.Equal(t, map[string][]string{
		"intake": {"gateway"}, "matching": {"gateway", "intake"}, "scheduling": {"gateway", "intake", "matching"},
	}, facts.Calls)
}

func TestCallersInEverySpelling(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "billing/v1/billing_service.proto", `
// callers: [NOBODY]
rpc A(B) returns (C) { option (policy) = { callers: [GATEWAY, INTAKE] }; }
rpc D(B) returns (C) { option (policy) = { callers: [
  MATCHING, // callers: X
  GATEWAY
] }; }
rpc E(B) returns (C) { option (policy) = { callers: SCHEDULING }; }
`)
	calls, err := readCalls(dir)
	require.NoError(t, err)
	require.Equal(t, map[string][]string{"billing": {"gateway", "intake", "matching", "scheduling"}}, calls)
	_, err = readCalls(t.TempDir())
	require.ErrorContains(t, err, "no services")
	_, err = readVariables("facts_test.go")
	require.ErrorContains(t, err, "no type Config")
}
