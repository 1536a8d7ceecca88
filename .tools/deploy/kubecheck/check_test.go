package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

// fixture is what the repository really holds, read once.
var fixture = sync.OnceValues(func() (*Schemas, error) {
	return openSchemas(context.Background(), filepath.Join(root, ".cache", "kubecheck"))
})

func setup(t *testing.T) ([]Manifest, *Facts, *Schemas) {
	t.Helper()
	schemas, err := fixture()
	require.NoError(t, err)
	facts, err := readFacts(root)
	require.NoError(t, err)
	manifests, err := render(filepath.Join(root, "deploy", "kubernetes", "overlays", "example"))
	require.NoError(t, err)
	return manifests, facts, schemas
}

func TestDeploymentHolds(t *testing.T) {
	t.Parallel()
	problems, err := run(t.Context(), filepath.Join(root, "deploy"), "")
	require.NoError(t, err)
	require.Empty(t, problems)
}

// Every case breaks one thing in the real manifests, and is named for it.
func TestBrokenManifestIsRefused(t *testing.T) {
	t.Parallel()
	manifests, facts, schemas := setup(t)
	for name, tc := range map[string]struct{ object, old, new, want string }{
		"unknown field":      {"Deployment/intake", "replicas: 2", "replica: 2", "additional properties 'replica' not allowed"},
		"wrong type":         {"Deployment/intake", "replicas: 2", "replicas: two", "got string, want integer"},
		"custom field":       {"Certificate/intake", "dnsNames:", "dnsName:", "additional properties 'dnsName' not allowed"},
		"unknown API":        {"Service/intake", "apiVersion: v1", "apiVersion: v9", "could not find schema"},
		"token":              {"Deployment/intake", "automountServiceAccountToken: false", "automountServiceAccountToken: true", "automountServiceAccountToken must be false"},
		"service links":      {"Deployment/intake", "enableServiceLinks: false", "enableServiceLinks: true", "enableServiceLinks must be false"},
		"host network":       {"Deployment/intake", "enableServiceLinks: false", "enableServiceLinks: false\n      hostNetwork: true", "must not share"},
		"root":               {"Deployment/intake", "runAsUser: 65532", "runAsUser: 0", "runAsUser must be 10001"},
		"may be root":        {"Job/migrate", "runAsNonRoot: true", "runAsNonRoot: false", "Job/migrate: runAsNonRoot"},
		"seccomp":            {"Deployment/intake", "type: RuntimeDefault", "type: Unconfined", "seccompProfile must be RuntimeDefault"},
		"capabilities":       {"Deployment/intake", "- ALL", "- NET_RAW", "must drop ALL"},
		"escalation":         {"Deployment/intake", "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation must be false"},
		"writable root":      {"Deployment/intake", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "readOnlyRootFilesystem must be true"},
		"container user":     {"Deployment/intake", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: true\n          runAsUser: 0", "must not undo"},
		"boundless tmp":      {"Deployment/intake", "sizeLimit: 16Mi", "", "needs a sizeLimit"},
		"readable secret":    {"Deployment/intake", "defaultMode: 288", "defaultMode: 292", "defaultMode must be 0440 or 0400"},
		"host path":          {"Deployment/intake", "emptyDir:\n          medium: Memory\n          sizeLimit: 16Mi", "hostPath:\n          path: /", "neither a secret nor an emptyDir"},
		"latest":             {"Deployment/intake", "image: firstcall:2026.11", "image: firstcall:latest", "must not be :latest"},
		"untagged":           {"Deployment/intake", "image: firstcall:2026.11", "image: example/other", "needs a tag or a digest"},
		"memory":             {"Deployment/intake", "requests:\n            cpu: 100m\n            ephemeral-storage: 32Mi\n            memory: 512Mi", "requests:\n            cpu: 100m\n            ephemeral-storage: 32Mi\n            memory: 256Mi", "the memory limit must equal the request"},
		"heap":               {"Deployment/intake", "460MiB", "512MiB", "80 to 90 %"},
		"no startup probe":   {"Deployment/intake", "startupProbe:\n          failureThreshold: 30\n          httpGet:\n            path: /healthz\n            port: health\n          periodSeconds: 2", "", "has no startupProbe"},
		"liveness on stores": {"Deployment/intake", "livenessProbe:\n          failureThreshold: 3\n          httpGet:\n            path: /healthz", "livenessProbe:\n          failureThreshold: 3\n          httpGet:\n            path: /readyz", "livenessProbe must ask /healthz"},
		"crisis page":        {"Deployment/gateway", "path: /healthz\n            port: public", "path: /readyz\n            port: health", "readinessProbe must ask /healthz"},
		"one replica":        {"Deployment/intake", "replicas: 2", "replicas: 1", "two replicas"},
		"short grace":        {"Deployment/intake", "terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds must be"},
		"slow stop":          {"ConfigMap/settings", "FIRSTCALL_SHUTDOWN: 30s", "FIRSTCALL_SHUTDOWN: 40s", "above the pause of 5s and the shutdown of 40s"},
		"spread":             {"Deployment/intake", "kubernetes.io/hostname", "example.com/rack", "spread over nodes and zones"},
		"selector":           {"Deployment/intake", "selector:\n    matchLabels:\n      app.kubernetes.io/component: intake", "selector:\n    matchLabels:\n      app.kubernetes.io/component: other", "does not fit its own pods"},
		"budget":             {"PodDisruptionBudget/intake", "component: intake\n      app.kubernetes.io/name: firstcall", "component: intakes", "needs exactly one PodDisruptionBudget"},
		"unknown variable":   {"Deployment/intake", "FIRSTCALL_KEY_FILE", "FIRSTCALL_KEK_FILE", "FIRSTCALL_KEK_FILE is no setting"},
		"unknown setting":    {"ConfigMap/settings", "FIRSTCALL_MODE", "FIRSTCALL_MOOD", "FIRSTCALL_MOOD is no setting"},
		"secret in clear":    {"ConfigMap/settings", "FIRSTCALL_LOG_LEVEL: info", "FIRSTCALL_REDIS_URL: redis://x", "FIRSTCALL_REDIS_URL holds a secret"},
		"secret variable":    {"Deployment/intake", "value: 460MiB", "valueFrom:\n            secretKeyRef:\n              name: x\n              key: z", "takes GOMEMLIMIT from a secret"},
		"secret environment": {"Deployment/intake", "configMapRef:\n            name: settings", "secretRef:\n            name: settings", "takes variables from a secret"},
		"missing file":       {"Deployment/intake", "/etc/firstcall/keyring/kek.json", "/etc/firstcall/keyring/key.json", "does not give key.json"},
		"missing mount":      {"Deployment/intake", "mountPath: /etc/firstcall/keyring", "mountPath: /etc/firstcall/keys", "nothing is mounted at /etc/firstcall/keyring"},
		"unexplained secret": {"Deployment/intake", "secretName: intake-keyring", "secretName: mystery", "does not say how to make secret mystery"},
		"account":            {"Deployment/intake", "serviceAccountName: intake", "serviceAccountName: other", "service account other is not there"},
		"balancing":          {"Service/intake", "clusterIP: None", "", "no headless service intake"},
		"target":             {"ConfigMap/settings", "dns:///intake:9090", "dns:///intake:9091", "does not serve port 9091"},
		"service selector":   {"Service/intake", "selector:\n    app.kubernetes.io/component: intake", "selector:\n    app.kubernetes.io/component: nobody", "Service/intake: must select"},
		"service port":       {"Service/gateway-staff", "targetPort: staff", "targetPort: desk", "has no port named desk"},
		"ingress":            {"Ingress/staff", "name: gateway-staff", "name: gateway-desk", "leads to port http of service gateway-desk"},
		"pod security":       {"Namespace/firstcall", "enforce: restricted", "enforce: baseline", "enforce must be restricted"},
		"open by default":    {"NetworkPolicy/default-deny", "policyTypes:\n  - Ingress\n", "policyTypes:\n", "no NetworkPolicy closes"},
		"missing call":       {"NetworkPolicy/intake", "component: scheduling", "component: intake", "egress of intake to scheduling TCP 9090 is needed and not allowed"},
		"call back":          {"NetworkPolicy/scheduling", "component: gateway", "component: scheduling", "ingress of scheduling from scheduling TCP 9090 is allowed, and nothing needs it"},
		"way around":         {"NetworkPolicy/gateway", "component: matching", "component: migrate", "egress of gateway to migrate TCP 9090 is allowed"},
		"any port":           {"NetworkPolicy/mail", "ports:\n    - port: 587\n      protocol: TCP\n    to:", "to:", "egress of intake to outside any port is allowed"},
		"range of ports":     {"NetworkPolicy/mail", "port: 587", "port: 25\n      endPort: 65535", "outside TCP 25-65535 is allowed"},
		"no names":           {"NetworkPolicy/names", "protocol: UDP", "protocol: SCTP", "UDP 53 is needed and not allowed"},
		"staff from outside": {"NetworkPolicy/gateway", "firstcall/staff", "firstcall/public", "namespaces firstcall/public=true TCP 8081 is allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problems := Check(edited(t, manifests, tc.object, tc.old, tc.new), facts, schemas)
			require.Contains(t, strings.Join(problems, "\n"), tc.want)
		})
	}
}

// edited replaces the first occurrence of a text in one object; a hash after its name does not count.
func edited(t *testing.T, manifests []Manifest, object, old, new string) []Manifest {
	t.Helper()
	out := make([]Manifest, len(manifests))
	found := false
	for i, manifest := range manifests {
		out[i] = manifest
		name := manifest.String()
		if name != object && (manifest.Kind != "ConfigMap" || !strings.HasPrefix(name, object+"-")) {
			continue
		}
		text := string(manifest.YAML)
		require.Contains(t, text, old)
		out[i].YAML = []byte(strings.Replace(text, old, new, 1))
		found = true
	}
	require.True(t, found, "no %s", object)
	return out
}

func TestKindWithoutCheckIsRefused(t *testing.T) {
	t.Parallel()
	_, facts, schemas := setup(t)
	problems := Check([]Manifest{{APIVersion: "v1", Kind: "Pod", Name: "x", YAML: []byte("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n")}}, facts, schemas)
	require.Contains(t, strings.Join(problems, "\n"), "no check knows this kind")
}

func TestComponentWithoutOverlayIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "base/kustomization.yaml", "kind: Kustomization\n")
	write(t, dir, "lost/kustomization.yaml", "kind: Component\n")
	var problems Problems
	found, err := kustomizations(dir, &problems)
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, "base")}, found)
	require.Len(t, problems, 1)
	require.Contains(t, problems[0], "no overlay uses this component")
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}
