"""Start the portal: `flask --app run run` while developing, `gunicorn run:app` to serve."""

from app import create_app

app = create_app()

if __name__ == "__main__":
    app.run()
