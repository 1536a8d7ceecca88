package main

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// variables are what the container's environment holds, those of its ConfigMaps included.
func (c *Container) variables(set *Set) map[string]string {
	all := map[string]string{}
	for _, from := range c.EnvFrom {
		if from.ConfigMapRef != nil {
			maps.Copy(all, set.Settings[from.ConfigMapRef.Name])
		}
	}
	for _, variable := range c.Env {
		all[variable.Name] = variable.Value
	}
	return all
}

// checkVariables asks that every setting exists and that none carries a secret.
func (w *Workload) checkVariables(set *Set, facts *Facts, problems *Problems) {
	for _, c := range w.containers() {
		for _, from := range c.EnvFrom {
			problems.Require(from.SecretRef == nil, "%s: %s takes variables from a secret; mount it and name the file", w, c.Name)
			problems.Require(from.ConfigMapRef == nil || set.Settings[from.ConfigMapRef.Name] != nil,
				"%s: %s takes variables from a ConfigMap that is not there", w, c.Name)
		}
		for _, variable := range c.Env {
			problems.Require(variable.ValueFrom == nil || variable.ValueFrom.SecretKeyRef == nil,
				"%s: %s takes %s from a secret; mount it and name the file", w, c.Name, variable.Name)
		}
		facts.checkNames(w.String(), c.variables(set), problems)
	}
}

// checkNames asks that the binary knows every variable that is meant for it, and that no secret is in clear.
func (f *Facts) checkNames(where string, variables map[string]string, problems *Problems) {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		variable, known := f.Variables[name]
		problems.Require(known, "%s: %s is no setting of the binary, which would refuse to start", where, name)
		problems.Require(!variable.Secret, "%s: %s holds a secret; give %s_FILE instead", where, name, name)
	}
}

// checkFiles asks that every file a setting names is mounted, read-only, out of a secret that has it.
func (w *Workload) checkFiles(problems *Problems) {
	for _, c := range w.containers() {
		for _, variable := range c.Env {
			if strings.HasPrefix(variable.Name, prefix) && strings.HasSuffix(variable.Name, "_FILE") {
				w.checkFile(c, variable.Name, variable.Value, problems)
			}
		}
	}
}

func (w *Workload) checkFile(c *Container, name, file string, problems *Problems) {
	for _, mount := range c.VolumeMounts {
		if mount.MountPath != path.Dir(file) {
			continue
		}
		volume := w.volume(mount.Name)
		if volume == nil || volume.Secret == nil {
			problems.Add("%s: %s: %s is not in a secret", w, name, file)
			return
		}
		problems.Require(mount.ReadOnly, "%s: %s is mounted writable", w, mount.MountPath)
		problems.Require(mount.SubPath == "", "%s: %s is mounted by subPath and would never be renewed", w, mount.MountPath)
		for _, item := range volume.Secret.Items {
			if item.Path == path.Base(file) {
				return
			}
		}
		problems.Require(len(volume.Secret.Items) == 0, "%s: %s: secret %s does not give %s", w, name, volume.Secret.SecretName, path.Base(file))
		return
	}
	problems.Add("%s: %s: nothing is mounted at %s", w, name, path.Dir(file))
}
