package main

import (
	"strings"
)

// lowestUser keeps clear of the users a node knows.
const lowestUser = 10001

// checkPod asks for the restricted pod security standard and what goes beyond it.
func (w *Workload) checkPod(problems *Problems) {
	pod := w.Spec.Template.Spec
	problems.Require(is(pod.AutomountServiceAccountToken, false), "%s: automountServiceAccountToken must be false", w)
	problems.Require(is(pod.EnableServiceLinks, false),
		"%s: enableServiceLinks must be false; unknown %s variables are refused", w, prefix)
	problems.Require(pod.ServiceAccountName != "" && pod.ServiceAccountName != "default", "%s: needs a service account of its own", w)
	problems.Require(!pod.HostNetwork && !pod.HostPID && !pod.HostIPC && !pod.ShareProcessNamespace,
		"%s: must not share the node's or another container's namespaces", w)
	security := pod.SecurityContext
	problems.Require(is(security.RunAsNonRoot, true), "%s: runAsNonRoot must be true", w)
	problems.Require(security.RunAsUser != nil && *security.RunAsUser >= lowestUser, "%s: runAsUser must be %d or above", w, lowestUser)
	problems.Require(security.RunAsGroup != nil && *security.RunAsGroup >= lowestUser, "%s: runAsGroup must be %d or above", w, lowestUser)
	problems.Require(security.SeccompProfile != nil && security.SeccompProfile.Type == "RuntimeDefault",
		"%s: seccompProfile must be RuntimeDefault", w)
	for _, volume := range pod.Volumes {
		switch {
		case volume.EmptyDir != nil:
			problems.Require(volume.EmptyDir.SizeLimit != "", "%s: volume %s needs a sizeLimit", w, volume.Name)
		case volume.Secret != nil:
			mode := volume.Secret.DefaultMode
			problems.Require(mode != nil && *mode&0o337 == 0, "%s: volume %s: defaultMode must be 0440 or 0400", w, volume.Name)
		default:
			problems.Add("%s: volume %s is neither a secret nor an emptyDir", w, volume.Name)
		}
	}
}

// checkContainer asks the same of one container, init containers included.
func (w *Workload) checkContainer(c *Container, problems *Problems) {
	security := c.SecurityContext
	problems.Require(!security.Privileged, "%s: %s must not be privileged", w, c.Name)
	problems.Require(is(security.AllowPrivilegeEscalation, false), "%s: %s: allowPrivilegeEscalation must be false", w, c.Name)
	problems.Require(is(security.ReadOnlyRootFilesystem, true), "%s: %s: readOnlyRootFilesystem must be true", w, c.Name)
	problems.Require(contains(security.Capabilities.Drop, "ALL") && len(security.Capabilities.Add) == 0,
		"%s: %s must drop ALL capabilities and add none", w, c.Name)
	problems.Require(security.RunAsNonRoot == nil && security.RunAsUser == nil && security.SeccompProfile == nil,
		"%s: %s must not undo what the pod says about its user and seccomp profile", w, c.Name)
	for _, port := range c.Ports {
		problems.Require(port.HostPort == 0, "%s: %s must not take a port of the node", w, c.Name)
	}
	checkImage(c.Image, w.String(), problems)
	w.checkResources(c, problems)
}

// checkImage refuses images that change under their name. The base leaves the version to the overlay.
func checkImage(image, where string, problems *Problems) {
	name := image[strings.LastIndex(image, "/")+1:]
	if name == "firstcall" {
		return
	}
	_, tag, tagged := strings.Cut(name, ":")
	problems.Require(tagged || strings.Contains(name, "@sha256:"), "%s: image %s needs a tag or a digest", where, image)
	problems.Require(tag != "latest", "%s: image %s must not be :latest", where, image)
}
