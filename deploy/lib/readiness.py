"""Questions to a starting server. Each answers "" when it is ready, else what is missing."""

import http.client
import socket
import subprocess
import urllib.error
import urllib.request


def mariadb(sock, user, password):
    """Asks as `user`: the server takes calls only after it has made its users."""
    done = subprocess.run(["mariadb", "--no-defaults", f"--socket={sock}", f"--user={user}", "-e", "SELECT 1"],
                          env={"MYSQL_PWD": password, "PATH": "/usr/bin:/bin"}, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip() or "no answer"


def redis(sock):
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(sock))
            connection.sendall(b"PING\r\n")
            return "" if connection.recv(64).startswith(b"+PONG") else "it does not answer PING"
    except OSError as error:
        return f"{sock}: {error.strerror or error}"


def grpc_service(sock):
    """The standard health service; SERVING when the process can do its work."""
    import grpc  # here, so that deploy/down needs no packages

    channel = grpc.insecure_channel(f"unix:{sock}", options=[("grpc.use_local_subchannel_pool", 1)])
    try:
        check = channel.unary_unary("/grpc.health.v1.Health/Check")
        answer = check(b"", timeout=2)
        return "" if answer == b"\x08\x01" else "its health check says NOT_SERVING"
    except grpc.RpcError as error:
        return f"{sock}: {error.code().name}"
    finally:
        channel.close()


def http_ok(url):
    """Ready when the page answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=3) as answer:
            return "" if answer.status == 200 else f"{url} answers {answer.status}"
    except urllib.error.HTTPError as error:
        return f"{url} answers {error.code} {error.read(300).decode(errors='replace').strip()}"
    except (OSError, http.client.HTTPException) as error:
        return f"{url}: {getattr(error, 'reason', error)}"


def tcp(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        return ""
    except OSError as error:
        return f"port {port}: {error.strerror or error}"
