# Copyright 2026 The BBQ Authors
# SPDX-License-Identifier: Apache-2.0
#
# How to use it: docs/install.md. .ci/dockerfile checks the stages without a container engine.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -pl broker-dist -am package \
  -Dmaven.test.skip=true -Dmaven.source.skip -Dbbq.javadoc.skip=true -Dbbq.archives.skip=true

FROM eclipse-temurin:25-jre
COPY --from=build /src/broker-dist/target/app /opt/bbq
# The first run makes the archive of classes, which the user of the container may not write.
RUN useradd --system --uid 6789 --home-dir /var/lib/bbq --create-home bbq \
  && ln -s /opt/bbq/bin/bbq /usr/local/bin/bbq \
  && bbq --version
USER bbq
WORKDIR /var/lib/bbq
# Certificates of the broker, and of a client for the health check.
ENV BBQ_CERTS=/etc/bbq/certs
VOLUME /var/lib/bbq
EXPOSE 6789/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["/opt/bbq/bin/bbq", "status"]
ENTRYPOINT ["/opt/bbq/bin/bbq", "serve"]
CMD ["--listen", "0.0.0.0:6789", "--data", "/var/lib/bbq"]
