package licenseclient

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

func read(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "vectors", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func ringOf(keys []SigningKey) KeyRing {
	ring := KeyRing{}
	ring.Add(keys)
	return ring
}

func faultOf(fault *string) Fault {
	if fault == nil {
		return ""
	}
	return Fault(*fault)
}

func TestLeases(t *testing.T) {
	var file struct {
		Keys     []SigningKey
		Expected Expected
		Read     struct {
			Claims struct{ Iat, Exp, SeatUntil int64 }
		}
		Cases []struct {
			Name, Lease string
			Fault       *string
		}
	}
	read(t, "leases.json", &file)
	for number, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			lease, fault := OpenLease(one.Lease, ringOf(file.Keys), file.Expected)
			if fault != faultOf(one.Fault) {
				t.Fatalf("%q instead of %q", fault, faultOf(one.Fault))
			}
			want := file.Read.Claims
			if number == 0 && (lease.IssuedAt != want.Iat || lease.RunUntil != want.Exp || lease.SeatUntil != want.SeatUntil) {
				t.Fatalf("times %v instead of %v", lease, want)
			}
		})
	}
}

func TestOfflineFiles(t *testing.T) {
	var file struct {
		Request  json.RawMessage
		Code     string
		Keys     []SigningKey
		Expected Expected
		Cases    []struct {
			Name, File string
			Fault      *string
		}
	}
	read(t, "offline-files.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			if _, fault := OpenFile(one.File, ringOf(file.Keys), file.Expected); fault != faultOf(one.Fault) {
				t.Fatalf("%q instead of %q", fault, faultOf(one.Fault))
			}
		})
	}
	t.Run("the code of a request", func(t *testing.T) {
		var request struct {
			Product     string `json:"product"`
			Version     string `json:"version"`
			ReleasedOn  string `json:"releasedOn"`
			Install     string `json:"install"`
			Environment string `json:"environment"`
			Name        string `json:"name"`
			Nonce       string `json:"nonce"`
		}
		if err := json.Unmarshal(file.Request, &request); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(request)
		if err != nil || RequestCode(body) != file.Code {
			t.Fatalf("%s instead of %s", RequestCode(body), file.Code)
		}
	})
}

func TestSigningKeys(t *testing.T) {
	var file struct {
		Pinned []SigningKey
		Cases  []struct {
			Name              string
			Statements, Known []string
		}
		Kept struct {
			Statements []string
			Lease      string
			Fault      string
		}
	}
	read(t, "signing-keys.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			ring := ringOf(file.Pinned)
			ring.Follow(one.Statements)
			var known []string
			for kid := range ring {
				known = append(known, kid)
			}
			sort.Strings(known)
			if strings.Join(known, " ") != strings.Join(one.Known, " ") {
				t.Fatalf("%v instead of %v", known, one.Known)
			}
		})
	}
	t.Run("a known key stays", func(t *testing.T) {
		ring := ringOf(file.Pinned)
		ring.Follow(file.Kept.Statements)
		if _, fault := openJWS(file.Kept.Lease, leaseType, ring); fault != Fault(file.Kept.Fault) {
			t.Fatalf("%q", fault)
		}
	})
}

func TestLicenseKeys(t *testing.T) {
	var file struct {
		Cases []struct {
			Name, Key string
			IsWhole   bool
		}
	}
	read(t, "license-keys.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			if IsWholeKey(one.Key) != one.IsWhole {
				t.Fatalf("%s: not %v", one.Key, one.IsWhole)
			}
		})
	}
}

func TestNonces(t *testing.T) {
	var file struct {
		Cases []struct{ Nonce, NonceHash string }
	}
	read(t, "nonces.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Nonce, func(t *testing.T) {
			if HashNonce(one.Nonce) != one.NonceHash {
				t.Fatal(HashNonce(one.Nonce))
			}
		})
	}
}

func TestCoverage(t *testing.T) {
	var file struct {
		Cases []struct {
			ReleasedOn   string
			UpdatesUntil *string
			IsCovered    bool
		}
	}
	read(t, "coverage.json", &file)
	for _, one := range file.Cases {
		t.Run(fmt.Sprint(one.ReleasedOn, one.IsCovered), func(t *testing.T) {
			if IsCovered(one.ReleasedOn, one.UpdatesUntil) != one.IsCovered {
				t.Fatal("otherwise")
			}
		})
	}
}

func TestStandings(t *testing.T) {
	var file struct {
		Cases []struct {
			Name               string
			Lease              *Grant
			Program            Program
			Now                int64
			IsLocked, IsWarned bool
		}
	}
	read(t, "standings.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			isLocked, isWarned := Judge(one.Lease, one.Program, one.Now)
			if isLocked != one.IsLocked || isWarned != one.IsWarned {
				t.Fatalf("locked %v, warned %v", isLocked, isWarned)
			}
		})
	}
}

func TestCalls(t *testing.T) {
	var file struct {
		Cases []struct {
			Name           string
			Answers, Calls []string
		}
	}
	read(t, "calls.json", &file)
	for _, one := range file.Cases {
		t.Run(one.Name, func(t *testing.T) {
			caller := &Caller{}
			made := 0
			before := ""
			for number, want := range one.Calls {
				call := caller.Next(func() string { made++; return fmt.Sprint("nonce ", made) })
				kind, nonce := "activate", "new"
				if call.Token != "" {
					kind = "check:" + call.Token
				}
				if call.Nonce == before {
					nonce = "same"
				}
				if got := kind + " " + nonce; got != want {
					t.Fatalf("call %d: %s instead of %s", number+1, got, want)
				}
				before = call.Nonce
				if number == len(one.Answers) {
					break
				}
				switch answer := one.Answers[number]; {
				case strings.HasPrefix(answer, "ok:"):
					caller.Served(strings.TrimPrefix(answer, "ok:"))
				case answer != "lost":
					caller.Refused(answer)
				}
			}
		})
	}
}
