package outside

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	lan := guard{allowed: prefixes("10.1.0.0/16", "169.254.0.0/16", "fd00:1::/64")}
	for address, want := range map[string][2]bool{ // on the public internet alone, with the networks above
		"142.250.80.46:443":              {true, true},
		"142.250.80.46:80":               {false, false},
		"142.250.80.46:8443":             {false, false},
		"[2607:f8b0:4006:80b::200e]:443": {true, true},
		"127.0.0.1:443":                  {false, false},
		"127.8.9.1:443":                  {false, false},
		"[::1]:443":                      {false, false},
		"[::ffff:127.0.0.1]:443":         {false, false},
		"[::7f00:1]:443":                 {false, false},
		"10.0.0.1:443":                   {false, false},
		"10.1.2.3:443":                   {false, true},
		"10.1.2.3:8443":                  {false, true},
		"[::ffff:10.1.2.3]:443":          {false, true},
		"172.16.0.1:443":                 {false, false},
		"192.168.1.1:443":                {false, false},
		"100.64.0.1:443":                 {false, false},
		"169.254.169.254:443":            {false, false},
		"[fe80::1%eth0]:443":             {false, false},
		"[fd00:ec2::254]:443":            {false, false},
		"[fd00:1::5]:443":                {false, true},
		"[fec0::1]:443":                  {false, false},
		"0.0.0.0:443":                    {false, false},
		"[::]:443":                       {false, false},
		"255.255.255.255:443":            {false, false},
		"240.0.0.1:443":                  {false, false},
		"224.0.0.1:443":                  {false, false},
		"[ff02::1]:443":                  {false, false},
		"192.0.0.8:443":                  {false, false},
		"198.18.0.1:443":                 {false, false},
		"[64:ff9b::7f00:1]:443":          {false, false},
		"[64:ff9b::a9fe:a9fe]:443":       {false, false},
		"[64:ff9b::8efa:502e]:443":       {true, true},
		"[2002:7f00:1::]:443":            {false, false},
		"[2001:0:7f00:1::]:443":          {false, false},
		"[2001:db8::1]:443":              {false, false},
	} {
		to := netip.MustParseAddrPort(address)
		require.Equal(t, want[0], guard{}.permits(to), address)
		require.Equal(t, want[1], lan.permits(to), address)
		if want[0] {
			require.NoError(t, guard{}.control("tcp", address, nil))
		} else {
			require.ErrorIs(t, guard{}.control("tcp", address, nil), errRefused)
		}
	}
	require.ErrorIs(t, guard{}.control("unix", "/run/socket", nil), errRefused)
}
