package main

import (
	"time"
)

// defaultShutdown is the binary's own when the settings do not say.
const defaultShutdown = 20 * time.Second

// leastGrace is the time a pod gets to end what it has begun.
const leastGrace = 45 * time.Second

// checkServing asks what a role needs to be replaced, moved and watched without anybody noticing.
func (w *Workload) checkServing(set *Set, problems *Problems) {
	pod := w.Spec.Template.Spec
	labels := w.Spec.Template.Metadata.Labels
	problems.Require(w.Spec.Replicas != nil && *w.Spec.Replicas >= 2, "%s: needs two replicas or more", w)
	problems.Require(w.Spec.Selector.matches(labels), "%s: its selector does not fit its own pods", w)
	spread := map[string]bool{}
	for _, constraint := range pod.TopologySpreadConstraints {
		spread[constraint.TopologyKey] = true
	}
	problems.Require(spread["kubernetes.io/hostname"] && spread["topology.kubernetes.io/zone"],
		"%s: must be spread over nodes and zones", w)
	budgets := 0
	for _, budget := range set.Budgets {
		if budget.Spec.Selector.matches(labels) {
			budgets++
		}
	}
	problems.Require(budgets == 1, "%s: needs exactly one PodDisruptionBudget, not %d", w, budgets)
	for _, c := range w.containers() {
		w.checkProbe(c, "startupProbe", c.StartupProbe, "/healthz", "health", problems)
		w.checkProbe(c, "livenessProbe", c.LivenessProbe, "/healthz", "health", problems)
		if c.hasPort("public") {
			// What tells people in a crisis whom to call stays up when everything behind it is down.
			w.checkProbe(c, "readinessProbe", c.ReadinessProbe, "/healthz", "public", problems)
		} else {
			w.checkProbe(c, "readinessProbe", c.ReadinessProbe, "/readyz", "health", problems)
		}
		w.checkEnd(c, set, problems)
	}
}

// checkProbe asks for the right question on the right port: what restarts a pod is about its process only.
func (w *Workload) checkProbe(c *Container, name string, probe *Probe, path, port string, problems *Problems) {
	if probe == nil {
		problems.Add("%s: %s has no %s", w, c.Name, name)
		return
	}
	problems.Require(probe.HTTPGet.Path == path, "%s: %s: %s must ask %s", w, c.Name, name, path)
	problems.Require(probe.HTTPGet.Port == port && c.hasPort(port), "%s: %s: %s must use the port named %s", w, c.Name, name, port)
}

// checkEnd asks that the platform waits longer than the binary takes to stop.
func (w *Workload) checkEnd(c *Container, set *Set, problems *Problems) {
	shutdown := defaultShutdown
	if text := c.variables(set)[prefix+"SHUTDOWN"]; text != "" {
		var err error
		if shutdown, err = time.ParseDuration(text); err != nil {
			problems.Add("%s: %sSHUTDOWN: %v", w, prefix, err)
		}
	}
	var grace time.Duration
	if seconds := w.Spec.Template.Spec.TerminationGracePeriodSeconds; seconds != nil {
		grace = time.Duration(*seconds) * time.Second
	}
	pause := time.Duration(c.Lifecycle.PreStop.Sleep.Seconds) * time.Second
	problems.Require(grace >= leastGrace && grace > pause+shutdown,
		"%s: terminationGracePeriodSeconds must be %v or more, and above the pause of %v and the shutdown of %v", w, leastGrace, pause, shutdown)
}

func (c *Container) hasPort(name string) bool {
	for _, port := range c.Ports {
		if port.Name == name {
			return true
		}
	}
	return false
}
