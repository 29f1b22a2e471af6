// A provider in Go, on HashiCorp's own plugin library, with the schemas of the file schema.json next to it and handlers that give
// back what they get: what Terraform takes for a plugin of any kind, before a platform is asked. `npm run bench -- --go` builds it.
package main

import (
	"fmt"
	"os"
	"syscall"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

func main() {
	server, err := newServer()
	if err == nil {
		err = tf6server.Serve("registry.terraform.io/flagform/flagform", func() tfprotov6.ProviderServer { return server })
	}
	if err == nil {
		err = writeUsage(os.Getenv("FLAGFORM_BENCH_USAGE"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// writeUsage does what peak-usage.cjs does for Node: one line of JSON about this process.
func writeUsage(path string) error {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	seconds := func(time syscall.Timeval) float64 { return float64(time.Sec) + float64(time.Usec)/1e6 }
	_, err = fmt.Fprintf(file, "{\"peakKilobytes\":%d,\"cpuSeconds\":%f}\n", usage.Maxrss, seconds(usage.Utime)+seconds(usage.Stime))
	return err
}
